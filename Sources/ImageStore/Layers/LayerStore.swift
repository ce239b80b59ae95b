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
    /// Bytes of the uncompressed archive; 0 where an older version has not recorded them.
    var archiveSize: Int64
    /// Whether it holds all that is below it, too, where layers cannot be mounted on each other.
    var isWhole = false

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

/// Unpacked layers, in `<root>/snapshots/layers/<chain>`: `fs` is the layer, `recipe.zst` tells how its
/// archive is made again (or `archive` is that itself, where it cannot be), and `layer.json`, the
/// last to be written, says that all is there and on the disk.
///
/// A layer is unpacked on top of those below it, since a directory that its archive only implies, or
/// a link on the way, is known from there. Its calls block on the disk.
final class LayerStore: Sendable {
    /// `<root>/snapshots`
    let folder: String
    /// Where overlayfs does not work: each layer holds all that is below it, too.
    let copiesLayers: Bool
    private let limits: UnpackLimits
    private let logger: Logger
    private let counter = Atomic<Int>(0)
    /// Bytes that were unpacked since memory was given back.
    private let unreturned = Atomic<Int64>(0)
    private let faults: StoreFaults?

    /// Makes the folders; what was interrupted is removed.
    init(
        root: String, limits: UnpackLimits, copiesLayers: Bool, logger: Logger,
        faults: StoreFaults? = nil
    ) throws {
        self.faults = faults
        folder = root + "/snapshots"
        self.limits = limits
        self.copiesLayers = copiesLayers
        self.logger = logger
        try File.removeTree(folder + "/ingest")
        for name in ["ingest", "layers", "l", "containers"] {
            try File.makeFolders("\(folder)/\(name)", mode: 0o711)
        }
    }

    /// The layers that are complete. Those whose unpacking was interrupted are removed.
    func load() throws -> [Digest: Layer] {
        var layers: [Digest: Layer] = [:]
        var links: Set<String> = []
        for name in File.names(in: folder + "/layers") {
            let path = "\(folder)/layers/\(name)"
            guard let chainID = Digest("sha256:" + name) else { continue }
            guard File.exists(path + "/layer.json") else {
                if let trash = detach(chainID) { try File.removeTree(trash) }
                continue
            }
            guard let layer = record(of: chainID) else {
                logger.warning("left out an unreadable layer", metadata: ["path": "\(path)"])
                continue
            }
            guard layer.isWhole || layer.parent == nil || !copiesLayers else {
                logger.warning(
                    "left out a layer that takes overlayfs to be used",
                    metadata: ["path": "\(path)"])
                continue
            }
            layers[chainID] = layer
            link(chainID)
            links.insert(String(OverlayMount.Stack.link(chainID).dropFirst(2)))
        }
        for name in File.names(in: folder + "/l") where !links.contains(name) {
            unlink("\(folder)/l/\(name)")
        }
        return layers
    }

    private func record(of chainID: Digest) -> Layer? {
        guard let content = try? File.read(path(chainID) + "/layer.json"),
            let json = try? JSONValue(parsing: content),
            let diffID = json["diffID"]?.stringValue.flatMap(Digest.init)
        else { return nil }
        return Layer(
            chainID: chainID, diffID: diffID,
            parent: json["parent"]?.stringValue.flatMap(Digest.init),
            size: json["size"]?.integerValue ?? 0,
            archiveSize: json["archiveSize"]?.integerValue ?? 0,
            isWhole: json["isWhole"]?.boolValue ?? false)
    }

    func path(_ chainID: Digest) -> String { "\(folder)/layers/\(chainID.hexadecimal)" }

    /// Unpacks a blob, perhaps while it arrives. To be called on a thread of its own. What is unpacked
    /// outlives a crash of the machine only when it is sealed.
    ///
    /// - Parameters:
    ///   - blob: the path of the archive.
    ///   - growth: of an archive that still arrives.
    ///   - below: the chain under it, lowest first.
    /// - Throws: `ImageStoreError`, `SystemError`, `CancellationError`, or `BlobGrowth.Ended` where the
    ///   blob did not come; nothing is left behind.
    func unpack(
        _ blob: String, growth: BlobGrowth?, diffID: Digest, chainID: Digest, on below: [Digest],
        isCancelled: @escaping () -> Bool
    ) throws -> Layer {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = "\(folder)/ingest/\(number)"
        try faults?.pass()
        try File.makeFolders(temporary + "/fs")
        do {
            let source = try BlobReader(path: blob, growth: growth, isCancelled: isCancelled)
            let recipe = try LayerRecipeWriter(path: temporary + "/recipe.zst")
            let summary = try apply(
                source, recipe, to: "ingest/\(number)", on: below, isCancelled: isCancelled)
            guard summary.diffID == diffID else {
                throw ImageStoreError(
                    .digestMismatch,
                    "the layer \(diffID) unpacks to an archive with the digest \(summary.diffID)")
            }
            if try !isExact(recipe, in: temporary) { try keep(blob, in: temporary) }
            for note in summary.notes.sorted() {
                logger.notice("\(note)", metadata: ["layer": "\(diffID)"])
            }
            let layer = Layer(
                chainID: chainID, diffID: diffID, parent: below.last, size: summary.size,
                archiveSize: summary.archiveSize, isWhole: copiesLayers && !below.isEmpty)
            try put(layer, from: temporary)
            if unreturned.add(summary.archiveSize, ordering: .relaxed).newValue > 64 << 20 {
                returnMemory()
            }
            return layer
        } catch {
            if faults?.isAlive != false { try? File.removeTree(temporary) }
            throw error
        }
    }

    /// Gives back what unpacking has left in the hands of malloc. It keeps what each of many threads has
    /// freed for that thread's like, and so holds a multiple of what is ever used at once.
    func returnMemory() {
        unreturned.store(0, ordering: .relaxed)
        clinux_return_free_memory()
    }

    private func apply(
        _ source: BlobReader, _ recipe: LayerRecipeWriter, to temporary: String,
        on below: [Digest], isCancelled: @escaping () -> Bool
    ) throws -> LayerUnpacker.Summary {
        let path = "\(folder)/\(temporary)"
        guard let top = below.last else {
            return try unpack(source, recipe, into: path + "/fs", isCancelled)
        }
        if copiesLayers {
            try TreeCopy.copy(self.path(top) + "/fs", to: path + "/fs", linkingFiles: true)
            return try unpack(source, recipe, into: path + "/fs", isCancelled)
        }
        try Self.copyAttributes(from: self.path(top) + "/fs", to: path + "/fs")
        try File.makeFolders(path + "/work")
        try File.makeFolders(path + "/merged")
        // A mount namespace of this thread's own: the mount ends with it, whatever happens.
        guard clinux_unshare_mounts() == 0 else { throw SystemError("unshare") }
        try Mount.mount("none", on: "/", flags: [.private, .recursive])
        try OverlayMount.mount(
            OverlayMount.Stack(folder: folder, layers: below), writable: temporary, upper: "fs",
            mountPoint: "merged", isVolatile: true)
        defer { try? Mount.unmount(path + "/merged") }
        return try unpack(source, recipe, into: path + "/merged", isCancelled)
    }

    private func unpack(
        _ source: BlobReader, _ recipe: LayerRecipeWriter, into path: String,
        _ isCancelled: @escaping () -> Bool
    ) throws -> LayerUnpacker.Summary {
        var unpacker = try LayerUnpacker(
            into: try RootedDirectory(path: path), limits: limits, isCancelled: isCancelled)
        unpacker.faults = faults
        return try unpacker.unpack(source, recipe: recipe)
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

    /// Whether all contents of the archive are still to be found in the layer.
    private func isExact(_ recipe: LayerRecipeWriter, in temporary: String) throws -> Bool {
        if recipe.hasDuplicates { return false }
        let root = try RootedDirectory(path: temporary + "/fs")
        return try recipe.paths.allSatisfy {
            try root.status($0.map { CChar(bitPattern: $0) } + [0])?.type == S_IFREG
        }
    }

    /// Keeps an archive that cannot be made again.
    private func keep(_ blob: String, in temporary: String) throws {
        unlink(temporary + "/recipe.zst")
        guard Glibc.link(blob, temporary + "/archive") == 0 else {
            throw SystemError("link", temporary + "/archive")
        }
    }

    /// Puts a layer in its place, where it can be used but does not count as complete.
    private func put(_ layer: Layer, from temporary: String) throws {
        try faults?.pass()
        try File.removeTree(temporary + "/work")
        try File.removeTree(temporary + "/merged")
        try faults?.pass()
        if rename(temporary, path(layer.chainID)) != 0 {
            // One that was left out.
            guard errno == EEXIST || errno == ENOTEMPTY, let trash = detach(layer.chainID) else {
                throw SystemError("rename", path(layer.chainID))
            }
            guard rename(temporary, path(layer.chainID)) == 0 else {
                throw SystemError("rename", path(layer.chainID))
            }
            try File.removeTree(trash)
        }
        try faults?.pass()
        link(layer.chainID)
    }

    /// Waits until layers are on the disk, and then says so.
    ///
    /// - Throws: `SystemError`
    func seal(_ layers: [Layer]) throws {
        try synchronize()
        for layer in layers {
            try faults?.pass()
            var record: JSONValue = [
                "diffID": .string(layer.diffID.description), "size": .integer(layer.size),
                "archiveSize": .integer(layer.archiveSize),
            ]
            if let parent = layer.parent { record["parent"] = .string(parent.description) }
            if layer.isWhole { record["isWhole"] = true }
            try File.replace(
                record.serializedBytes(), at: path(layer.chainID) + "/layer.json", mode: 0o644)
        }
        try synchronize()
    }

    private func synchronize() throws {
        let directory = try RootedDirectory(path: folder)
        guard clinux_syncfs(directory.descriptor) == 0 else { throw SystemError("syncfs", folder) }
    }

    /// Hands the layer's uncompressed archive to `body`, piece by piece, and checks it on the way:
    /// the last piece may have been handed on when it turns out that the archive is damaged.
    ///
    /// - Throws: `ImageStoreError` with `digestMismatch` or `storage`, `SystemError`, and what `body`
    ///   throws.
    func readArchive(
        of layer: Layer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let path = path(layer.chainID)
        let hasher = SHA256Hasher()
        func pass(_ bytes: UnsafeRawBufferPointer) throws {
            hasher.update(bytes)
            try body(bytes)
        }
        if File.exists(path + "/recipe.zst") {
            let root = try RootedDirectory(path: path + "/fs")
            do {
                try LayerRecipe(path: path + "/recipe.zst", layer: root).assemble(pass)
            } catch let error as ImageStoreError where error.reason == .storage {
                throw error.prefixed("the layer \(layer.diffID) in \(path) is damaged")
            } catch let error as SystemError where error.operation == "open" {
                throw ImageStoreError(
                    .storage, "the layer \(layer.diffID) in \(path) is damaged: \(error)")
            }
        } else if File.exists(path + "/archive") {
            let archive = try Decompressor(BlobReader(path: path + "/archive"), maximumSize: .max)
            while let bytes = archive.next(), !bytes.isEmpty { try pass(bytes) }
            if let failure = archive.failure {
                throw archive.error ?? ImageStoreError(.storage, failure)
            }
        } else {
            throw ImageStoreError(
                .storage,
                "the layer \(layer.diffID) was unpacked by an older version, which did not keep how "
                    + "its archive is made; remove the image and pull it anew")
        }
        let digest = hasher.finish()
        guard digest == layer.diffID else {
            throw ImageStoreError(
                .digestMismatch,
                "the layer \(layer.diffID) in \(path) is damaged: its archive now has the digest "
                    + "\(digest)")
        }
    }

    private func link(_ chainID: Digest) {
        symlink(
            "../layers/\(chainID.hexadecimal)/fs", "\(folder)/\(OverlayMount.Stack.link(chainID))")
    }

    /// Takes a layer out of the store at once and returns where it now waits for its removal; nil
    /// where there is none.
    func detach(_ chainID: Digest) -> String? {
        guard faults?.isAlive != false else { return nil }
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let trash = "\(folder)/ingest/\(number)"
        unlink("\(folder)/\(OverlayMount.Stack.link(chainID))")
        guard (try? faults?.pass()) != nil || faults == nil else { return nil }
        return rename("\(folder)/layers/\(chainID.hexadecimal)", trash) == 0 ? trash : nil
    }
}
