import CLinux
import Glibc
import JSON
import LinuxSystem
import Logging
import OCI
import Synchronization

/// An unpacked layer.
struct Layer: Sendable, Hashable {
    /// Stands for this layer on top of all below it (OCI image specification, "ChainID").
    var chainID: Digest
    var diffID: Digest
    /// The chain of the layer below.
    var parent: Digest?
    /// Bytes on disk, about.
    var size: Int64

    /// The chain IDs of a stack of layers, lowest first.
    static func chainIDs(of diffIDs: [Digest]) -> [Digest] {
        var chain: [Digest] = []
        for diffID in diffIDs {
            guard let below = chain.last else {
                chain.append(diffID)
                continue
            }
            chain.append(SHA256Hasher.digest(of: Array("\(below) \(diffID)".utf8)))
        }
        return chain
    }
}

/// Unpacked layers, in `<root>/snapshots/layers/<chain>/{fs,layer.json}`.
///
/// A layer is unpacked on top of those below it, since a directory that its archive only implies, or
/// a link on the way, is known from there. Its calls block on the disk.
final class LayerStore: Sendable {
    /// `<root>/snapshots`
    let folder: String
    private let limits: UnpackLimits
    private let logger: Logger
    private let counter = Atomic<Int>(0)

    /// Makes the folders; what was interrupted is removed.
    init(root: String, limits: UnpackLimits, logger: Logger) throws {
        folder = root + "/snapshots"
        self.limits = limits
        self.logger = logger
        try File.removeTree(folder + "/ingest")
        for name in ["ingest", "layers", "l", "containers"] {
            try File.makeFolders("\(folder)/\(name)", mode: 0o711)
        }
    }

    /// The layers that are complete.
    func load() -> [Digest: Layer] {
        var layers: [Digest: Layer] = [:]
        for name in File.names(in: folder + "/layers") {
            guard let chainID = Digest("sha256:" + name),
                let content = try? File.read("\(folder)/layers/\(name)/layer.json"),
                let json = try? JSONValue(parsing: content),
                let diffID = json["diffID"]?.stringValue.flatMap(Digest.init)
            else {
                logger.warning(
                    "left out an unreadable layer", metadata: ["path": "\(folder)/layers/\(name)"])
                continue
            }
            layers[chainID] = Layer(
                chainID: chainID, diffID: diffID,
                parent: json["parent"]?.stringValue.flatMap(Digest.init),
                size: json["size"]?.integerValue ?? 0)
            link(chainID)
        }
        return layers
    }

    /// Unpacks a verified blob. To be called on a thread of its own.
    ///
    /// - Parameters:
    ///   - below: the chain under it, lowest first.
    /// - Throws: `ImageStoreError`, `SystemError` or `CancellationError`; nothing is left behind.
    func unpack(
        _ blob: String, diffID: Digest, chainID: Digest, on below: [Digest],
        isCancelled: () -> Bool
    ) throws -> Layer {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = "\(folder)/ingest/\(number)"
        try File.makeFolders(temporary + "/fs")
        do {
            let summary = try withoutActuallyEscaping(isCancelled) { isCancelled in
                try apply(blob, to: "ingest/\(number)", on: below, isCancelled: isCancelled)
            }
            guard summary.diffID == diffID else {
                throw ImageStoreError(
                    .digestMismatch,
                    "the layer \(diffID) unpacks to an archive with the digest \(summary.diffID)")
            }
            for note in summary.notes.sorted() {
                logger.notice("\(note)", metadata: ["layer": "\(diffID)"])
            }
            let layer = Layer(
                chainID: chainID, diffID: diffID, parent: below.last, size: summary.size)
            try commit(layer, from: temporary)
            return layer
        } catch {
            try? File.removeTree(temporary)
            throw error
        }
    }

    private func apply(
        _ blob: String, to temporary: String, on below: [Digest], isCancelled: @escaping () -> Bool
    ) throws -> LayerUnpacker.Summary {
        let path = "\(folder)/\(temporary)"
        guard let top = below.last else {
            var unpacker = LayerUnpacker(
                into: try RootedDirectory(path: path + "/fs"), limits: limits,
                isCancelled: isCancelled)
            return try unpacker.unpack(blob)
        }
        try Self.copyAttributes(from: "\(folder)/layers/\(top.hexadecimal)/fs", to: path + "/fs")
        try File.makeFolders(path + "/work")
        try File.makeFolders(path + "/merged")
        // A mount namespace of this thread's own: the mount ends with it, whatever happens.
        guard clinux_unshare_mounts() == 0 else { throw SystemError("unshare") }
        try Mount.mount("none", on: "/", flags: [.private, .recursive])
        try OverlayMount.mount(
            OverlayMount.Stack(folder: folder, layers: below), writable: temporary, upper: "fs",
            mountPoint: "merged", isVolatile: false)
        defer { try? Mount.unmount(path + "/merged") }
        var unpacker = LayerUnpacker(
            into: try RootedDirectory(path: path + "/merged"), limits: limits,
            isCancelled: isCancelled)
        return try unpacker.unpack(blob)
    }

    /// What the root of an upper folder shows, the mount shows.
    static func copyAttributes(from source: String, to target: String) throws {
        guard let status = try FileStatus(path: source) else {
            throw SystemError("stat", source, code: ENOENT)
        }
        guard chown(target, status.user, status.group) == 0,
            chmod(target, status.permissions) == 0
        else { throw SystemError("chmod", target) }
    }

    private func commit(_ layer: Layer, from temporary: String) throws {
        try File.removeTree(temporary + "/work")
        try File.removeTree(temporary + "/merged")
        var record: JSONValue = [
            "diffID": .string(layer.diffID.description), "size": .integer(layer.size),
        ]
        if let parent = layer.parent { record["parent"] = .string(parent.description) }
        try File.write(record.serializedBytes(), to: temporary + "/layer.json", mode: 0o644)
        let directory = try RootedDirectory(path: temporary)
        guard clinux_syncfs(directory.descriptor) == 0 else {
            throw SystemError("syncfs", temporary)
        }
        let path = "\(folder)/layers/\(layer.chainID.hexadecimal)"
        if rename(temporary, path) != 0 {
            // Another pull has unpacked the same layer meanwhile.
            guard errno == EEXIST || errno == ENOTEMPTY else { throw SystemError("rename", path) }
            try File.removeTree(temporary)
        }
        link(layer.chainID)
    }

    private func link(_ chainID: Digest) {
        symlink(
            "../layers/\(chainID.hexadecimal)/fs", "\(folder)/\(OverlayMount.Stack.link(chainID))")
    }

    /// Takes a layer out of the store at once and returns where it now waits for its removal; nil
    /// where there is none.
    func detach(_ chainID: Digest) -> String? {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let trash = "\(folder)/ingest/\(number)"
        unlink("\(folder)/\(OverlayMount.Stack.link(chainID))")
        return rename("\(folder)/layers/\(chainID.hexadecimal)", trash) == 0 ? trash : nil
    }
}
