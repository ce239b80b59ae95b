import CLibArchive
import CLinux
import Glibc
import JSON
import LinuxSystem
import OCI

/// An archive of images, taken apart into a folder of the store: what `docker save` and `podman save`
/// make, or an OCI layout, plain or compressed.
///
/// Nothing in it is trusted: its files get names of the store's own, and every blob is hashed.
struct ArchiveSpool {
    /// A file of the archive.
    private struct Member {
        /// Of the spooled content.
        var path: String
        var size: Int64
        var digest: Digest
    }

    /// One image of the archive.
    struct Image: Sendable {
        /// Names that the archive gives it.
        var names: [String]
        var descriptor: Descriptor
    }

    let folder: String
    private var members: [String: Member] = [:]
    /// Links of older archives: layers that are stored once.
    private var links: [String: String] = [:]

    private static let maximumMembers = 10_000

    /// Takes an archive apart. Blocks.
    ///
    /// - Parameter progress: gets to know how many bytes of the archive were read.
    /// - Throws: `ImageStoreError` with `unsupportedManifest` or `noSpace`, `SystemError`.
    init(
        _ path: String, into folder: String, limits: UnpackLimits,
        progress: (Int64) -> Void = { _ in }
    ) throws {
        self.folder = folder
        try File.makeFolders(folder + "/blobs/sha256")
        let archive: OpaquePointer = archive_read_new()
        defer { archive_read_free(archive) }
        archive_read_support_filter_all(archive)
        archive_read_support_format_tar(archive)
        guard archive_read_open_filename(archive, path, 256 << 10) == ARCHIVE_OK else {
            throw Self.failure(archive)
        }
        var space = DiskReserve(limits.diskReserve)
        let directory = try RootedDirectory(path: folder)
        var entry: OpaquePointer?
        while true {
            let code = archive_read_next_header(archive, &entry)
            if code == ARCHIVE_EOF { break }
            guard code == ARCHIVE_OK || code == ARCHIVE_WARN else { throw Self.failure(archive) }
            guard members.count + links.count < Self.maximumMembers else {
                throw ImageStoreError(
                    .unsupportedManifest, "the archive has more than \(Self.maximumMembers) files")
            }
            guard let name = archive_entry_pathname(entry).map({ String(cString: $0) }) else {
                continue
            }
            let key = Self.normalized(name)
            if let target = archive_entry_hardlink(entry) ?? archive_entry_symlink(entry) {
                links[key] = Self.target(String(cString: target), from: key)
            } else if archive_entry_filetype(entry) == S_IFREG {
                try space.check(archive_entry_size(entry), directory.descriptor)
                members[key] = try spool(archive, progress)
            }
        }
    }

    private func spool(
        _ archive: OpaquePointer, _ progress: (Int64) -> Void
    ) throws -> Member {
        let temporary = "\(folder)/member"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError("create", temporary) }
        defer { close(file) }
        let hasher = SHA256Hasher()
        let memory = try PageBuffer(256 << 10)
        let buffer = memory.bytes
        var size: Int64 = 0
        while true {
            let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
            guard count >= 0 else { throw Self.failure(archive) }
            if count == 0 { break }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            hasher.update(bytes)
            try writeAll(bytes, to: file)
            size += Int64(count)
            // As it came, still compressed.
            progress(archive_filter_bytes(archive, -1))
        }
        let digest = hasher.finish()
        let path = "\(folder)/blobs/sha256/\(digest.hexadecimal)"
        guard rename(temporary, path) == 0 else { throw SystemError("rename", path) }
        return Member(path: path, size: size, digest: digest)
    }

    private static func failure(_ archive: OpaquePointer) -> ImageStoreError {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "it is damaged"
        return ImageStoreError(
            .unsupportedManifest, "this is no archive of images, or it is damaged: \(reason)")
    }

    private static func normalized(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    /// What a link of `path` points to, relative to its folder or to the archive.
    private static func target(_ target: String, from path: String) -> String {
        guard target.hasPrefix("../") || target.hasPrefix("./") else { return normalized(target) }
        var parts = path.split(separator: "/").dropLast()
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    private func member(_ name: String) -> Member? {
        var key = Self.normalized(name)
        for _ in 0..<8 {
            if let member = members[key] { return member }
            guard let target = links[key] else { return nil }
            key = target
        }
        return nil
    }

    /// Removes the archive's own lists, which are no blobs.
    func removeLists() {
        let others = Set(members.filter { $0.key.hasPrefix("blobs/") }.map(\.value.digest))
        for name in ["index.json", "manifest.json", "oci-layout", "repositories"] {
            guard let list = members[name], !others.contains(list.digest) else { continue }
            unlink(list.path)
        }
    }

    // MARK: - What is in it

    /// The images of the archive, for a layout's `index.json` in its folder.
    ///
    /// - Throws: `ImageStoreError` with `unsupportedManifest`, `SystemError`.
    func images() throws -> [Image] {
        if member("oci-layout") != nil, let index = try json("index.json").flatMap(ImageIndex.init)
        {
            return try Self.images(of: index)
        }
        guard let list = try json("manifest.json")?.arrayValue else {
            throw ImageStoreError(
                .unsupportedManifest,
                "this is no archive of images: it has neither index.json nor manifest.json; an "
                    + "archive of a root file system is taken by swiftlet import")
        }
        return try list.map(dockerImage)
    }

    private static func images(of index: ImageIndex) throws -> [Image] {
        guard !index.manifests.isEmpty else {
            throw ImageStoreError(.unsupportedManifest, "the archive has no images")
        }
        var images: [Image] = []
        for descriptor in index.manifests {
            let keys = [LayoutSource.containerdNameAnnotation, LayoutSource.nameAnnotation]
            let names = keys.compactMap { descriptor.annotations[$0] }
                .filter { $0.contains("/") || $0.contains(":") }
                .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            if let same = images.firstIndex(where: { $0.descriptor.digest == descriptor.digest }) {
                images[same].names += names.filter { !images[same].names.contains($0) }
            } else {
                images.append(Image(names: names, descriptor: descriptor))
            }
        }
        return images
    }

    private func json(_ name: String) throws -> JSONValue? {
        guard let member = member(name) else { return nil }
        guard member.size <= maximumDocumentSize,
            let json = try? JSONValue(parsing: try File.read(member.path))
        else {
            throw ImageStoreError(.unsupportedManifest, "\(name) in the archive is no JSON")
        }
        return json
    }

    /// Makes the manifest that docker's archives do not have.
    private func dockerImage(_ json: JSONValue) throws -> Image {
        func missing(_ name: String) -> ImageStoreError {
            ImageStoreError(.unsupportedManifest, "the archive lists \(name), but it is not in it")
        }
        let name = json["Config"]?.stringValue ?? ""
        guard let configuration = member(name) else { throw missing("the configuration \(name)") }
        let layers = try (json["Layers"]?.arrayValue ?? []).compactMap(\.stringValue).map { name in
            guard let layer = member(name) else { throw missing("the layer \(name)") }
            return Descriptor(
                mediaType: try Self.layerType(layer.path), digest: layer.digest, size: layer.size)
        }
        let manifest = ImageManifest(
            configuration: Descriptor(
                mediaType: MediaType.ociConfiguration, digest: configuration.digest,
                size: configuration.size), layers: layers
        ).json.serializedBytes()
        let digest = SHA256Hasher.digest(of: manifest)
        try File.write(manifest, to: "\(folder)/blobs/sha256/\(digest.hexadecimal)")
        return Image(
            names: (json["RepoTags"]?.arrayValue ?? []).compactMap(\.stringValue),
            descriptor: Descriptor(
                mediaType: MediaType.ociManifest, digest: digest, size: Int64(manifest.count)))
    }

    /// By the first bytes.
    static func layerType(_ path: String) throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemError("open", path) }
        defer { close(file) }
        var start = [UInt8](repeating: 0, count: 4)
        _ = read(file, &start, start.count)
        if start.starts(with: [0x1F, 0x8B]) { return MediaType.ociLayerGzip }
        if start == [0x28, 0xB5, 0x2F, 0xFD] { return MediaType.ociLayer + "+zstd" }
        return MediaType.ociLayer
    }
}

/// One image of an archive or layout that is loaded.
struct LoadSource: ImageSource {
    let layout: LayoutSource
    let descriptor: Descriptor
    let name: String

    var provesAccess: Bool { false }

    func resolve(_ reference: Reference) async throws(ImageStoreError) -> Descriptor { descriptor }

    func manifest(
        _ descriptor: Descriptor, of reference: Reference
    ) async throws(ImageStoreError) -> (content: [UInt8], mediaType: String) {
        try await layout.manifest(descriptor, of: reference)
    }

    func fetchBlob(
        _ descriptor: Descriptor, of reference: Reference, into writer: BlobWriter
    ) async throws(ImageStoreError) {
        try await layout.fetchBlob(descriptor, of: reference, into: writer)
    }
}
