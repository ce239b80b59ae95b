import CLibArchive
import Glibc
import JSON
import LinuxSystem
import Logging
import OCI

@testable import ImageStore

/// A folder for one test, removed with it.
final class Fixture: Sendable {
    let path: String

    /// - Parameter inMemory: whether nothing has to wait for a disk.
    init(inMemory: Bool = false) throws {
        let folder = inMemory && File.exists("/dev/shm") ? "/dev/shm" : "/tmp"
        var template = Array("\(folder)/imagestore-XXXXXX".utf8CString)
        path = String(
            decoding: template.withUnsafeMutableBufferPointer { buffer in
                mkdtemp(buffer.baseAddress!)
                return buffer.dropLast().map { UInt8(bitPattern: $0) }
            }, as: UTF8.self)
    }

    deinit {
        for container in File.names(in: path + "/root/snapshots/containers") {
            umount2(path + "/root/snapshots/containers/\(container)/rootfs", 2)
        }
        try? File.removeTree(path)
    }

    var root: String { path + "/root" }
    var layout: String { path + "/layout" }

    func open(
        mirrors: [MirrorSource]? = nil, registry: String = "docker.io",
        credentials: [String: RegistryCredential] = [:], limits: UnpackLimits = UnpackLimits(),
        copiesLayers: Bool = false, hostsFolder: String? = nil, isOffline: Bool = false
    ) async throws -> ImageStore {
        var configuration = configuration(
            mirrors: mirrors ?? [.layout(layout)], registry: registry)
        configuration.credentials = credentials
        configuration.limits = limits
        configuration.copiesLayers = copiesLayers
        configuration.hostsFolder = hostsFolder
        configuration.isOffline = isOffline
        return try await ImageStore.open(configuration)
    }

    func configuration(
        mirrors: [MirrorSource], registry: String = "docker.io"
    ) -> ImageStoreConfiguration {
        ImageStoreConfiguration(
            root: root, mirrors: [registry: mirrors], logger: Self.logger)
    }

    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    func write(_ name: String, _ content: [UInt8]) throws -> String {
        let file = path + "/" + name
        try File.write(content, to: file)
        return file
    }

    func text(_ name: String) throws -> String {
        String(decoding: try File.read(path + "/" + name), as: UTF8.self)
    }

    /// Puts an image of hand-made layers into the layout folder.
    ///
    /// - Parameter layers: uncompressed archives, lowest first.
    @discardableResult
    func makeImage(
        _ name: String, layers: [[UInt8]], packed: Packing = .plain, in layout: String? = nil,
        platform: Platform = .current, config: JSONValue = ["Cmd": ["sh"]]
    ) throws -> Descriptor {
        let layout = layout ?? self.layout
        try File.makeFolders(layout + "/blobs/sha256")
        let descriptors = try layers.map {
            try blob(try packed.pack($0), packed.mediaType, in: layout)
        }
        let configuration = try blob(
            ([
                "architecture": .string(platform.architecture), "os": "linux",
                "config": config,
                "rootfs": [
                    "type": "layers",
                    "diff_ids": .array(
                        layers.map { .string(SHA256Hasher.digest(of: $0).description) }),
                ],
            ] as JSONValue).serializedBytes(), MediaType.ociConfiguration, in: layout)
        let manifest = ImageManifest(configuration: configuration, layers: descriptors)
        var descriptor = try blob(
            manifest.json.serializedBytes(), MediaType.ociManifest, in: layout)
        descriptor.platform = platform
        descriptor.annotations = ["org.opencontainers.image.ref.name": name]
        try list(descriptor, in: layout)
        return descriptor
    }

    /// How layers are packed.
    enum Packing: CaseIterable {
        case plain, gzip, zstd

        var mediaType: String {
            "application/vnd.oci.image.layer.v1.tar" + (self == .plain ? "" : "+\(self)")
        }

        func pack(_ archive: [UInt8]) throws -> [UInt8] {
            if self == .plain { return archive }
            var packed = [UInt8](repeating: 0, count: archive.count + (1 << 16))
            var count = 0
            let writer: OpaquePointer = archive_write_new()
            defer { archive_write_free(writer) }
            archive_write_set_format_raw(writer)
            if self == .gzip {
                archive_write_add_filter_gzip(writer)
            } else {
                archive_write_add_filter_zstd(writer)
            }
            // Nothing is added up to whole blocks.
            archive_write_set_bytes_in_last_block(writer, 1)
            let entry = archive_entry_new()
            defer { archive_entry_free(entry) }
            archive_entry_set_filetype(entry, S_IFREG)
            let code = packed.withUnsafeMutableBytes { buffer in
                archive_write_open_memory(writer, buffer.baseAddress, buffer.count, &count)
                archive_write_header(writer, entry)
                archive_write_data(writer, archive, archive.count)
                return archive_write_close(writer)
            }
            guard code == ARCHIVE_OK else { throw SystemError("pack", code: EIO) }
            return Array(packed[..<count])
        }
    }

    /// What an image of the layout says about its layers.
    func layers(of image: Descriptor) throws -> [Descriptor] {
        let path = "\(layout)/blobs/sha256/\(image.digest.hexadecimal)"
        return ImageManifest(json: try JSONValue(parsing: try File.read(path)))?.layers ?? []
    }

    func blob(_ content: [UInt8], _ mediaType: String, in layout: String) throws -> Descriptor {
        let digest = SHA256Hasher.digest(of: content)
        try File.write(content, to: "\(layout)/blobs/sha256/\(digest.hexadecimal)")
        return Descriptor(mediaType: mediaType, digest: digest, size: Int64(content.count))
    }

    /// Lists an image in the layout's index, in the place of one of its name.
    func list(_ descriptor: Descriptor, in layout: String) throws {
        var index = ImageIndex(manifests: [])
        if let content = try? File.read(layout + "/index.json") {
            index = ImageIndex(json: try JSONValue(parsing: content)) ?? index
        }
        index.manifests.removeAll { $0.annotations == descriptor.annotations }
        index.manifests.append(descriptor)
        try File.write(index.json.serializedBytes(), to: layout + "/index.json")
    }
}
