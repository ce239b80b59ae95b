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
        let (diffID, _) = try digest(of: archive)
        try LayerWriter.compress(archive, to: archive + ".gz")
        let (layerDigest, layerSize) = try digest(of: archive + ".gz")
        guard rename(archive + ".gz", "\(blobs)/\(layerDigest.hexadecimal)") == 0 else {
            throw SystemError("rename", archive + ".gz")
        }
        let configurationDescriptor = try store(
            [
                "architecture": .string(platform.architecture),
                "os": .string(platform.operatingSystem), "config": configuration,
                "created": "1970-01-01T00:00:00Z",
                "rootfs": ["type": "layers", "diff_ids": [.string(diffID.description)]],
            ], mediaType: MediaType.ociConfiguration, in: blobs)
        let manifest = ImageManifest(
            configuration: configurationDescriptor,
            layers: [
                Descriptor(
                    mediaType: MediaType.ociLayerGzip, digest: layerDigest, size: layerSize)
            ])
        var descriptor = try store(manifest.json, mediaType: MediaType.ociManifest, in: blobs)
        descriptor.platform = platform
        descriptor.annotations = [LayoutSource.nameAnnotation: reference.description]
        try list(descriptor, as: reference, in: layout)
        return descriptor.digest
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
    private static func list(
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
