import JSON
import OCI

/// Reads the documents that make an image: index, manifest, configuration.
struct ImageFetch {
    /// What the documents say.
    struct Image: Sendable {
        var manifest: ImageManifest
        var manifestDigest: Digest
        var configuration: ImageConfiguration
        var diffIDs: [Digest]
        /// Without what is no layer, as attestations.
        var layers: [Descriptor]
    }

    let reference: Reference
    let source: any ImageSource
    let platform: Platform
    let content: ContentStore
    private(set) var documents: Set<Digest> = []
    /// Those that are not yet in the content store.
    private(set) var pending: [(Descriptor, [UInt8])] = []
    private(set) var bytesFetched: Int64 = 0

    init(
        reference: Reference, source: any ImageSource, platform: Platform, content: ContentStore
    ) {
        self.reference = reference
        self.source = source
        self.platform = platform
        self.content = content
    }

    /// - Parameter top: what the reference stands for.
    mutating func documents(of top: Descriptor) async throws -> Image {
        var descriptor = top
        var document = try await manifest(descriptor)
        if let index = index(document.json, mediaType: document.mediaType) {
            guard let match = index.manifest(for: platform) else {
                let offered = index.manifests.compactMap(\.platform)
                    .filter { $0.operatingSystem != "unknown" }.map(\.description)
                throw unsupported(
                    "there is no image for \(platform), only for "
                        + (offered.isEmpty ? "none that is named" : offered.joined(separator: ", "))
                )
            }
            descriptor = match
            document = try await manifest(descriptor)
        }
        guard document.json["schemaVersion"]?.integerValue == 2,
            let manifest = ImageManifest(json: document.json)
        else {
            guard document.json["schemaVersion"]?.integerValue != 1 else {
                throw unsupported(
                    "\(descriptor.digest) is a manifest of Docker's schema 1, which registries gave up "
                        + "years ago: push the image anew with a current tool")
            }
            throw unsupported(
                "\(descriptor.digest) is no OCI or Docker schema 2 manifest (\(document.mediaType))"
            )
        }
        let configuration = try await configuration(manifest.configuration)
        let layers = manifest.layers.filter { MediaType.isLayer($0.mediaType) }
        let diffIDs = configuration.diffIDs.compactMap(Digest.init)
        guard layers.count == manifest.layers.count, diffIDs.count == configuration.diffIDs.count,
            layers.count == diffIDs.count
        else {
            throw unsupported(
                "the manifest \(descriptor.digest) lists \(manifest.layers.count) layers and its "
                    + "configuration \(diffIDs.count): it is no container image")
        }
        return Image(
            manifest: manifest, manifestDigest: descriptor.digest, configuration: configuration,
            diffIDs: diffIDs, layers: layers)
    }

    private func index(_ json: JSONValue, mediaType: String) -> ImageIndex? {
        guard MediaType.isIndex(mediaType) || (json["manifests"] != nil && json["config"] == nil)
        else { return nil }
        return ImageIndex(json: json)
    }

    private mutating func manifest(
        _ descriptor: Descriptor
    ) async throws -> (json: JSONValue, mediaType: String) {
        documents.insert(descriptor.digest)
        if let known = content.document(descriptor.digest) {
            return (try parse(known, descriptor.digest), descriptor.mediaType)
        }
        let (bytes, mediaType) = try await source.manifest(descriptor, of: reference)
        try keep(bytes, descriptor)
        return (try parse(bytes, descriptor.digest), mediaType)
    }

    private mutating func configuration(
        _ descriptor: Descriptor
    ) async throws -> ImageConfiguration {
        documents.insert(descriptor.digest)
        if let known = content.document(descriptor.digest) {
            return ImageConfiguration(json: try parse(known, descriptor.digest))
        }
        guard descriptor.size <= maximumDocumentSize else {
            throw unsupported("the configuration has \(descriptor.size) bytes")
        }
        let writer = try content.makeWriter(descriptor)
        try await source.fetchBlob(descriptor, of: reference, into: writer)
        try writer.verify()
        try writer.commit()
        bytesFetched += descriptor.size
        guard let bytes = content.document(descriptor.digest) else {
            throw ImageStoreError(.storage, "the blob \(descriptor.digest) cannot be read back")
        }
        return ImageConfiguration(json: try parse(bytes, descriptor.digest))
    }

    private mutating func keep(_ bytes: [UInt8], _ descriptor: Descriptor) throws {
        let actual = SHA256Hasher.digest(of: bytes)
        guard actual == descriptor.digest else {
            throw ImageStoreError(
                .digestMismatch,
                "\(source.name) sent a manifest with the digest \(actual) for \(descriptor.digest)")
        }
        var descriptor = descriptor
        descriptor.size = Int64(bytes.count)
        pending.append((descriptor, bytes))
        bytesFetched += descriptor.size
    }

    private func parse(_ bytes: [UInt8], _ digest: Digest) throws -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw unsupported("\(digest) is not JSON: \(error)")
        }
    }

    private func unsupported(_ reason: String) -> ImageStoreError {
        ImageStoreError(.unsupportedManifest, "\(reason) (from \(source.name))")
    }
}
