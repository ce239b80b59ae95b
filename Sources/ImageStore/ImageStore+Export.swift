import Glibc
import JSON
import LinuxSystem
import OCI

extension ImageStore {
    /// What goes into an archive of images.
    private struct ExportedImage: Sendable {
        var entry: ImageEntry
        /// Names to find it by, with their tags.
        var tags: [String]
        var configuration: [UInt8]
        var layers: [Layer]
    }

    /// Writes images to a file or pipe, which it closes: a tar archive that is both what `docker save`
    /// makes and an OCI layout, so that docker, podman, containerd and skopeo read it. Layers are in
    /// it uncompressed, and always the same bytes.
    ///
    /// - Parameters:
    ///   - references: names or ids; an id brings all tags of its image.
    ///   - file: taken over.
    /// - Throws: `ImageStoreError`, `notFound` before anything is written.
    public func save(_ references: [String], to file: Int32) async throws {
        let chains: Set<Digest>
        let images: [ExportedImage]
        do {
            images = try exported(references)
            chains = Set(images.flatMap(\.entry.chain))
        } catch {
            close(file)
            throw error
        }
        // What is being read stays.
        layerLeases.take(chains)
        defer { layerLeases.giveBack(chains) }
        let store = layerStore
        do {
            try await blockingCall {
                defer { close(file) }
                try Self.write(images, from: store) { try writeAll($0, to: file) }
            }
        } catch {
            throw ImageStoreError(error, otherwise: .storage)
        }
    }

    /// About how many bytes an archive of images has.
    ///
    /// - Throws: `ImageStoreError` with `notFound` or `storage`, where it cannot be made.
    public func exportSize(_ references: [String]) throws -> Int64 {
        Set(try exported(references).flatMap(\.layers)).reduce(0) { $0 + $1.archiveSize }
    }

    private func exported(_ references: [String]) throws -> [ExportedImage] {
        var images: [ExportedImage] = []
        for reference in references {
            let entry = try existing(reference)
            let isName = Digest(reference) == nil && !entry.id.hexadecimal.hasPrefix(reference)
            let named = isName ? (try? Reference(parsing: reference))?.tagged.map { [$0] } : nil
            let tags = (named ?? entry.tags.keys.sorted()).filter { entry.tags[$0] != nil }
            if let index = images.firstIndex(where: { $0.entry.id == entry.id }) {
                images[index].tags += tags.filter { !images[index].tags.contains($0) }
                continue
            }
            guard let configuration = content.document(entry.id) else {
                throw ImageStoreError(
                    .storage, "\(content.path(entry.id)) is missing or damaged; pull the image anew"
                )
            }
            images.append(
                ExportedImage(
                    entry: entry, tags: tags, configuration: configuration,
                    layers: entry.chain.compactMap { layers[$0] }))
        }
        return images
    }

    private static func write(
        _ images: [ExportedImage], from store: LayerStore,
        _ output: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var tar = TarWriter(output)
        var written: Set<Digest> = []
        var listed: [JSONValue] = []
        var index = ImageIndex(manifests: [])
        func path(_ digest: Digest) -> String { "blobs/sha256/\(digest.hexadecimal)" }
        func put(_ document: [UInt8]) throws -> Digest {
            let digest = SHA256Hasher.digest(of: document)
            if written.insert(digest).inserted { try tar.file(path(digest), document) }
            return digest
        }
        try tar.file("oci-layout", Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8))
        for image in images {
            for layer in image.layers where written.insert(layer.diffID).inserted {
                try tar.file(path(layer.diffID), size: try store.archiveSize(of: layer)) {
                    try store.readArchive(of: layer, $0)
                }
            }
            let configuration = Descriptor(
                mediaType: MediaType.ociConfiguration, digest: try put(image.configuration),
                size: Int64(image.configuration.count))
            let manifest = ImageManifest(
                configuration: configuration,
                layers: try image.layers.map {
                    Descriptor(
                        mediaType: MediaType.ociLayer, digest: $0.diffID,
                        size: try store.archiveSize(of: $0))
                }
            ).json.serializedBytes()
            let digest = try put(manifest)
            let names: [String?] = image.tags.isEmpty ? [nil] : image.tags
            for name in names {
                var descriptor = Descriptor(
                    mediaType: MediaType.ociManifest, digest: digest, size: Int64(manifest.count))
                descriptor.platform = Platform(
                    operatingSystem: image.entry.configuration.operatingSystem,
                    architecture: image.entry.configuration.architecture)
                if let name {
                    descriptor.annotations = [
                        LayoutSource.nameAnnotation: name,
                        LayoutSource.containerdNameAnnotation: name,
                    ]
                }
                index.manifests.append(descriptor)
            }
            listed.append([
                "Config": .string(path(image.entry.id)),
                "RepoTags": .array(
                    image.tags.map {
                        .string((try? Reference(parsing: $0))?.familiar ?? $0)
                    }),
                "Layers": .array(image.layers.map { .string(path($0.diffID)) }),
            ])
        }
        try tar.file("index.json", index.json.serializedBytes())
        try tar.file("manifest.json", JSONValue.array(listed).serializedBytes())
        try tar.finish()
    }
}

extension LayerStore {
    /// Bytes of a layer's uncompressed archive.
    ///
    /// - Throws: as `readArchive`.
    func archiveSize(of layer: Layer) throws -> Int64 {
        if layer.archiveSize > 0 { return layer.archiveSize }
        var size: Int64 = 0
        try readArchive(of: layer) { size += Int64($0.count) }
        return size
    }
}

/// Writes everything.
///
/// - Throws: `SystemError`
func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws {
    var offset = 0
    while offset < bytes.count {
        let count = write(file, bytes.baseAddress! + offset, bytes.count - offset)
        if count < 0 {
            if errno == EINTR { continue }
            throw SystemError("write")
        }
        offset += count
    }
}
