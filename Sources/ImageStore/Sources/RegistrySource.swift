import AsyncHTTPClient
import LinuxSystem
import NIOCore
import NIOHTTP1
import OCI

/// A registry (OCI distribution specification, pull).
struct RegistrySource: ImageSource {
    let host: RegistryHost
    let credential: RegistryCredential?
    let client: RegistryClient

    var name: String { host.endpoint.description }

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

    /// Goes on where the blob, or an earlier attempt, was interrupted.
    func fetchBlob(
        _ descriptor: Descriptor, of reference: Reference, into writer: BlobWriter
    ) async throws(ImageStoreError) {
        var request = request(.GET, "blobs/\(descriptor.digest)", of: reference)
        request.headers = { writer.count > 0 ? [("range", "bytes=\(writer.count)-")] : [] }
        try await client.send(request, mark: { writer.count }) { response in
            var skipped = try Self.start(of: response, wanted: writer.count)
            let gatherer = try BlobGatherer(writer)
            do {
                for try await var part in response.body {
                    // A registry that knows no ranges sends what is there once more.
                    let known = min(skipped, Int64(part.readableBytes))
                    part.moveReaderIndex(forwardBy: Int(known))
                    skipped -= known
                    try await gatherer.append(part)
                }
            } catch {
                // What came before the connection broke need not come again.
                try await gatherer.flush()
                throw error
            }
            try await gatherer.flush()
            guard writer.count >= descriptor.size else {
                throw RegistryClient.Interruption(
                    reason: "the connection broke after \(writer.count) of "
                        + "\(descriptor.size) bytes", isAnswer: true)
            }
        }
    }

    /// How many of an answer's bytes are known already.
    private static func start(of response: HTTPClientResponse, wanted: Int64) throws -> Int64 {
        guard response.status == .partialContent else { return wanted }
        let range = response.headers.first(name: "content-range") ?? ""
        let start = range.drop { !$0.isNumber }.prefix { $0.isNumber }
        guard let start = Int64(start), start <= wanted else {
            throw RegistryClient.Interruption(
                reason: "it sends another part of a blob than was asked for", isAnswer: true)
        }
        return wanted - start
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

    func request(
        _ method: HTTPMethod, _ path: String, of reference: Reference
    ) -> RegistryClient.Request {
        RegistryClient.Request(
            method: method, host: host, repository: repository(reference), path: path,
            credential: credential)
    }

    func repository(_ reference: Reference) -> String {
        (host.endpoint.prefix.isEmpty ? "" : host.endpoint.prefix + "/") + reference.repository
    }

    private func selector(_ reference: Reference) -> String {
        reference.digest?.description ?? reference.tag ?? "latest"
    }

    private static func mediaType(_ response: HTTPClientResponse) -> String {
        let value = response.headers.first(name: "content-type") ?? ""
        return String(value.prefix { $0 != ";" && $0 != " " })
    }
}
