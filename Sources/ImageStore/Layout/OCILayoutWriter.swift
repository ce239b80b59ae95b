import Glibc
import JSON
import LinuxSystem
import OCI

/// Makes an image of a directory and puts it into an OCI image layout folder, always the same bytes
/// for the same content: names sorted, times 0, everything owned by root.
public enum OCILayoutWriter {
    /// Blocks on the disk.
    ///
    /// - Parameters:
    ///   - rootFileSystem: the directory that becomes the image's only layer.
    ///   - configuration: the `config` part of an image configuration: `Cmd`, `Env`, `WorkingDir`, …
    ///   - name: what the image is to be found by; an image with this name is replaced.
    ///   - layout: an absolute path; made where it is missing.
    /// - Returns: the digest of the manifest.
    /// - Throws: `Reference.ParseError`, `SystemError`, or `ImageStoreError` with `storage`.
    @discardableResult
    public static func writeImage(
        rootFileSystem: String, configuration: JSONValue = [:], platform: Platform = .current,
        name: String, to layout: String
    ) throws -> Digest {
        let reference = try Reference(parsing: name)
        let blobs = layout + "/blobs/sha256"
        try File.makeFolders(blobs)
        let archive = layout + "/layer.tar.tmp"
        defer {
            unlink(archive)
            unlink(archive + ".gz")
        }
        try LayerWriter.writeArchive(of: rootFileSystem, to: archive)
        try LayerWriter.compress(archive, to: archive + ".gz")
        var descriptor = try writeImage(
            layer: archive + ".gz", configuration: configuration, platform: platform, in: layout)
        descriptor.platform = platform
        descriptor.annotations = [LayoutSource.nameAnnotation: reference.description]
        try list(descriptor, as: reference, in: layout)
        return descriptor.digest
    }

    /// Removes a layout folder.
    ///
    /// - Throws: `SystemError`
    public static func remove(_ layout: String) throws { try File.removeTree(layout) }

    /// Makes an image of a layer's archive, which is moved into the layout; its index is left as it
    /// is. Blocks on the disk.
    ///
    /// - Throws: `SystemError`, or `ImageStoreError` where the archive is damaged.
    static func writeImage(
        layer: String, maximumSize: Int64 = .max, configuration: JSONValue, platform: Platform,
        message: String = "", in layout: String
    ) throws -> Descriptor {
        let blobs = layout + "/blobs/sha256"
        let source = try Decompressor(BlobReader(path: layer), maximumSize: maximumSize)
        while let bytes = source.next(), !bytes.isEmpty {}
        if let failure = source.failure { throw ImageStoreError(.unpackFailed, failure) }
        let diffID = source.hasher.finish()
        let (layerDigest, layerSize) = try digest(of: layer)
        let mediaType = try ArchiveSpool.layerType(layer)
        guard rename(layer, "\(blobs)/\(layerDigest.hexadecimal)") == 0 else {
            throw SystemError("rename", layer)
        }
        var history: JSONValue = ["created": "1970-01-01T00:00:00Z", "created_by": "swiftlet"]
        if !message.isEmpty { history["comment"] = .string(message) }
        let configurationDescriptor = try store(
            [
                "architecture": .string(platform.architecture),
                "os": .string(platform.operatingSystem), "config": configuration,
                "created": "1970-01-01T00:00:00Z", "history": [history],
                "rootfs": ["type": "layers", "diff_ids": [.string(diffID.description)]],
            ], mediaType: MediaType.ociConfiguration, in: blobs)
        let manifest = ImageManifest(
            configuration: configurationDescriptor,
            layers: [Descriptor(mediaType: mediaType, digest: layerDigest, size: layerSize)])
        return try store(manifest.json, mediaType: MediaType.ociManifest, in: blobs)
    }

    private static func store(
        _ document: JSONValue, mediaType: String, in blobs: String
    ) throws -> Descriptor {
        let bytes = document.serializedBytes()
        let digest = SHA256Hasher.digest(of: bytes)
        try File.writeDurably(bytes, to: "\(blobs)/\(digest.hexadecimal)", mode: 0o644)
        return Descriptor(mediaType: mediaType, digest: digest, size: Int64(bytes.count))
    }

    /// Adds the image to the index, in the place of another of this name.
    static func list(
        _ descriptor: Descriptor, as reference: Reference, in layout: String
    ) throws {
        let path = layout + "/index.json"
        var index = ImageIndex(manifests: [])
        if File.exists(path) {
            guard let json = try? JSONValue(parsing: try File.read(path)),
                let existing = ImageIndex(json: json)
            else {
                throw ImageStoreError(
                    .storage, "\(path) is no OCI image index; move it away and try again")
            }
            index = existing
        }
        index.manifests.removeAll {
            $0.annotations[LayoutSource.nameAnnotation] == reference.description
        }
        index.manifests.append(descriptor)
        let version: JSONValue = ["imageLayoutVersion": "1.0.0"]
        try File.writeDurably(version.serializedBytes(), to: layout + "/oci-layout", mode: 0o644)
        try File.writeDurably(index.json.serializedBytes(indent: 2), to: path, mode: 0o644)
    }

    private static func digest(of path: String) throws -> (digest: Digest, size: Int64) {
        let hasher = SHA256Hasher()
        var size: Int64 = 0
        try LayerWriter.read(path) { bytes in
            hasher.update(bytes)
            size += Int64(bytes.count)
        }
        return (hasher.finish(), size)
    }
}
