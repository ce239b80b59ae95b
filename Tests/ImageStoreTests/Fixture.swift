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
        _ name: String, layers: [[UInt8]], in layout: String? = nil,
        platform: Platform = .current, config: JSONValue = ["Cmd": ["sh"]]
    ) throws -> Descriptor {
        let layout = layout ?? self.layout
        try File.makeFolders(layout + "/blobs/sha256")
        let descriptors = try layers.map {
            try blob($0, "application/vnd.oci.image.layer.v1.tar", in: layout)
        }
        let configuration = try blob(
            ([
                "architecture": .string(platform.architecture), "os": "linux",
                "config": config,
                "rootfs": [
                    "type": "layers",
                    "diff_ids": .array(
                        descriptors.map { .string($0.digest.description) }),
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
