import AsyncHTTPClient
import LinuxSystem
import NIOCore
import NIOHTTP1
import OCI

/// A registry (OCI distribution specification, pull).
struct RegistrySource: ImageSource {
    let endpoint: RegistryEndpoint
    /// What its credentials are configured under.
    let credentialName: String
    let client: RegistryClient

    var name: String { endpoint.description }

    func resolve(_ reference: Reference) async throws(ImageStoreError) -> Descriptor {
        let response = try await client.send(
            request(.HEAD, "manifests/\(selector(reference))", of: reference)
        ) { response in response }
        let mediaType = Self.mediaType(response)
        if let digest = reference.digest
            ?? response.headers.first(name: "docker-content-digest").flatMap(Digest.init)
        {
            return Descriptor(mediaType: mediaType, digest: digest, size: 0)
        }
        let content = try await document("manifests/\(selector(reference))", of: reference)
        return Descriptor(
            mediaType: mediaType, digest: SHA256Hasher.digest(of: content.bytes),
            size: Int64(content.bytes.count))
    }

    func manifest(
        _ descriptor: Descriptor, of reference: Reference
    ) async throws(ImageStoreError) -> (content: [UInt8], mediaType: String) {
        let (bytes, mediaType) = try await document(
            "manifests/\(descriptor.digest)", of: reference)
        return (bytes, mediaType)
    }

    func fetchBlob(
        _ descriptor: Descriptor, of reference: Reference, into writer: BlobWriter,
        progress: @escaping @Sendable (Int64) -> Void
    ) async throws(ImageStoreError) {
        try await client.send(request(.GET, "blobs/\(descriptor.digest)", of: reference)) {
            response in
            try await blockingCall { try writer.restart() }
            var total: Int64 = 0
            var pending = ByteBuffer()
            for try await var part in response.body {
                total += Int64(part.readableBytes)
                pending.writeBuffer(&part)
                guard pending.readableBytes >= 1 << 20 else { continue }
                try await Self.append(pending, to: writer)
                pending.clear()
                progress(total)
            }
            try await Self.append(pending, to: writer)
            progress(total)
            guard total >= descriptor.size else {
                throw RegistryClient.Interruption(
                    reason: "the connection broke after \(total) of \(descriptor.size) bytes")
            }
        }
    }

    private static func append(_ buffer: ByteBuffer, to writer: BlobWriter) async throws {
        try await blockingCall {
            try buffer.withUnsafeReadableBytes { try writer.append($0) }
        }
    }

    private func document(
        _ path: String, of reference: Reference
    ) async throws(ImageStoreError) -> (bytes: [UInt8], mediaType: String) {
        try await client.send(request(.GET, path, of: reference)) { response in
            let buffer: ByteBuffer
            do {
                buffer = try await response.body.collect(upTo: maximumDocumentSize)
            } catch is NIOTooManyBytesError {
                throw ImageStoreError(
                    .unsupportedManifest,
                    "\(name) sent a manifest of more than \(maximumDocumentSize) bytes")
            }
            return (Array(buffer.readableBytesView), Self.mediaType(response))
        }
    }

    private func request(
        _ method: HTTPMethod, _ path: String, of reference: Reference
    ) -> RegistryClient.Request {
        let repository =
            (endpoint.prefix.isEmpty ? "" : endpoint.prefix + "/") + reference.repository
        return RegistryClient.Request(
            method: method, endpoint: endpoint, repository: repository, path: path,
            credentialName: credentialName)
    }

    private func selector(_ reference: Reference) -> String {
        reference.digest?.description ?? reference.tag ?? "latest"
    }

    private static func mediaType(_ response: HTTPClientResponse) -> String {
        let value = response.headers.first(name: "content-type") ?? ""
        return String(value.prefix { $0 != ";" && $0 != " " })
    }
}
