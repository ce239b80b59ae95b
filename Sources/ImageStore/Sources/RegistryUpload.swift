import AsyncHTTPClient
import Glibc
import LinuxSystem
import NIOCore
import NIOHTTP1
import OCI
import Synchronization

/// Sends blobs and manifests to a repository of a registry (OCI distribution specification, push).
final class RegistryUpload: Sendable {
    private let host: RegistryHost
    private let credential: RegistryCredential?
    private let client: RegistryClient
    private let reference: Reference
    private let sent = Mutex<Int64>(0)

    init(
        host: RegistryHost, credential: RegistryCredential?, client: RegistryClient,
        reference: Reference
    ) {
        self.host = host
        self.credential = credential
        self.client = client
        self.reference = reference
    }

    var bytesSent: Int64 { sent.withLock { $0 } }

    func hasBlob(_ digest: Digest) async throws(ImageStoreError) -> Bool {
        do {
            return try await client.send(request(.HEAD, "blobs/\(digest)")) {
                $0.status.code < 300
            }
        } catch {
            guard error.reason == .notFound else { throw error }
            return false
        }
    }

    /// Sends a small blob.
    func putBlob(_ digest: Digest, _ content: [UInt8]) async throws {
        guard try await !hasBlob(digest) else { return }
        try await put(digest, size: Int64(content.count)) { .bytes(ByteBuffer(bytes: content)) }
    }

    /// Sends a blob from a file.
    ///
    /// - Parameter progress: receives the bytes that were handed to the network.
    func putBlob(
        _ descriptor: Descriptor, from path: String, progress: @escaping @Sendable (Int64) -> Void
    ) async throws {
        guard try await !hasBlob(descriptor.digest) else { return }
        try await put(descriptor.digest, size: descriptor.size) {
            .stream(try FileChunks(path: path, progress: progress), length: .known(descriptor.size))
        }
    }

    private func put(
        _ digest: Digest, size: Int64,
        _ body: @escaping @Sendable () throws -> HTTPClientRequest.Body
    ) async throws {
        let start = request(.POST, "blobs/uploads/")
        let location = try await client.send(start) { response in
            response.headers.first(name: "location")
        }
        guard let location, let url = RegistryURL.resolve(location, from: start.url) else {
            throw ImageStoreError(
                .registryUnavailable, "\(host.endpoint) gives no address to send a blob to")
        }
        guard url.hasPrefix("https://") || !host.endpoint.isSecure else {
            throw ImageStoreError(
                .registryUnavailable,
                "\(host.endpoint) wants a blob to be sent without TLS: refused")
        }
        var upload = request(.PUT, "")
        upload.location = url + (url.contains("?") ? "&" : "?") + "digest=\(digest)"
        upload.body = body
        upload.headers = { [("content-type", "application/octet-stream")] }
        try await client.send(upload) { _ in }
        sent.withLock { $0 += size }
    }

    func putManifest(_ content: [UInt8], mediaType: String, tag: String) async throws {
        var request = request(.PUT, "manifests/\(tag)")
        request.headers = { [("content-type", mediaType)] }
        request.body = { .bytes(ByteBuffer(bytes: content)) }
        try await client.send(request) { _ in }
        sent.withLock { $0 += Int64(content.count) }
    }

    private func request(_ method: HTTPMethod, _ path: String) -> RegistryClient.Request {
        let source = RegistrySource(host: host, credential: credential, client: client)
        var request = source.request(method, path, of: reference)
        request.actions = "pull,push"
        return request
    }
}

/// A file in pieces.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let path: String
    let progress: @Sendable (Int64) -> Void

    init(path: String, progress: @escaping @Sendable (Int64) -> Void) throws {
        self.path = path
        self.progress = progress
    }

    func makeAsyncIterator() -> Iterator { Iterator(path: path, progress: progress) }

    final class Iterator: AsyncIteratorProtocol {
        private let path: String
        private let progress: @Sendable (Int64) -> Void
        private var file: Int32 = -1
        private var total: Int64 = 0

        init(path: String, progress: @escaping @Sendable (Int64) -> Void) {
            self.path = path
            self.progress = progress
        }

        deinit {
            if file >= 0 { close(file) }
        }

        func next() async throws -> ByteBuffer? {
            if file < 0 {
                file = open(path, O_RDONLY | O_CLOEXEC)
                guard file >= 0 else { throw SystemError("open", path) }
            }
            let (file, path) = (file, path)
            let buffer = try await blockingCall {
                var buffer = ByteBuffer()
                let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 256 << 10)
                {
                    let count = read(file, $0.baseAddress!, 256 << 10)
                    guard count >= 0 else { throw SystemError("read", path) }
                    return count
                }
                return count > 0 ? buffer : nil
            }
            guard let buffer else { return nil }
            total += Int64(buffer.readableBytes)
            progress(total)
            return buffer
        }
    }
}
