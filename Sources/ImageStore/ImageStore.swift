import Glibc
import JSON
import LinuxSystem
import Logging
import OCI

/// The images of this machine, in `<root>/content` and `<root>/snapshots`.
///
/// `docs/decisions` tells why it keeps what it keeps: manifests and configurations as blobs, layers
/// unpacked.
public actor ImageStore: ImageService {
    let configuration: ImageStoreConfiguration
    let logger: Logger
    let content: ContentStore
    let layerStore: LayerStore
    let rootFileSystemStore: RootFileSystemStore
    let database: ImageDatabase
    let registryClient: RegistryClient
    let sharedPulls = SharedOperations<SharedPull, ImagePull>()
    let sharedDownloads = SharedOperations<Digest, Int64>()
    let sharedUnpacks = SharedOperations<Digest, Layer>()
    let sharedWriters = SharedOperations<Digest, BlobWriter>()
    let progress = PullProgress()

    var entries: [ImageEntry]
    var layers: [Digest: Layer]
    /// Layers that a crash of the machine would take away.
    var unsealed: Set<Digest> = []
    /// Layers' archives on their way.
    var writers: [Digest: BlobWriter] = [:]
    /// How many have looked at one of those so far.
    var observers = 0
    /// Those among them whose layer is unpacked.
    var unpackedBlobs: Set<Digest> = []
    /// The highest layer under each container's root file system.
    var containers: [String: Digest?]
    /// Blobs that pulls in progress need.
    var blobLeases = Leases()
    /// Chains of layers that pulls in progress need.
    var layerLeases = Leases()

    /// Opens the store, and makes it where there is none. What interrupted pulls left is removed;
    /// containers' root file systems stay as they are, mounted or not.
    ///
    /// Where overlayfs does not work, it copies instead.
    ///
    /// - Throws: `ImageStoreError` with `storage` where the folders cannot be made.
    public static func open(
        _ configuration: ImageStoreConfiguration
    ) async throws(ImageStoreError) -> ImageStore {
        do {
            let configuration = try await settled(configuration)
            return try await callOnOwnThread { try ImageStore(configuration) }
        } catch {
            throw ImageStoreError(error, otherwise: .storage)
        }
    }

    /// What is wanted, as far as this machine has it.
    private static func settled(
        _ wanted: ImageStoreConfiguration
    ) async throws -> ImageStoreConfiguration {
        guard !wanted.copiesLayers, geteuid() == 0 else { return wanted }
        // The thread that tries overlayfs ends up in another mount namespace. Nothing else may
        // happen on it: threads that it made would see none of the daemon's later mounts.
        let reason = try await callOnOwnThread { try overlayFailure(wanted.root) }
        guard let reason else { return wanted }
        wanted.logger.warning(
            "layers and root file systems are copied, which takes time and room",
            metadata: ["reason": "\(reason)"])
        var configuration = wanted
        configuration.copiesLayers = true
        return configuration
    }

    /// Blocks on the disk.
    private init(_ configuration: ImageStoreConfiguration) throws {
        self.configuration = configuration
        logger = configuration.logger
        content = try ContentStore(
            root: configuration.root, now: Self.now(), faults: configuration.faults)
        layerStore = try LayerStore(
            root: configuration.root, limits: configuration.limits,
            copiesLayers: configuration.copiesLayers, logger: configuration.logger,
            faults: configuration.faults)
        rootFileSystemStore = RootFileSystemStore(folder: layerStore.folder)
        database = ImageDatabase(
            path: content.folder + "/images.json", logger: configuration.logger,
            faults: configuration.faults)
        registryClient = RegistryClient(
            proxy: configuration.proxy, patience: configuration.patience,
            logger: configuration.logger)
        let layers = try layerStore.load()
        let containers = rootFileSystemStore.load()
        let (images, isReadable) = database.load(content: content)
        entries = images.filter { $0.chain.allSatisfy { layers[$0] != nil } }
        self.layers = layers
        self.containers = containers
        for lost in images where !lost.chain.allSatisfy({ layers[$0] != nil }) {
            configuration.logger.warning(
                "forgot an image with missing layers; it has to be pulled anew",
                metadata: ["image": "\(lost.id)"])
        }
        if isReadable {
            let garbage = Self.garbage(
                blobs: content.digests(), layers: layers, entries: entries, containers: containers,
                blobLeases: Leases(), layerLeases: Leases())
            for blob in garbage.blobs { content.remove(blob) }
            for layer in garbage.layers {
                if let trash = layerStore.detach(layer) { try File.removeTree(trash) }
                self.layers[layer] = nil
            }
        }
    }

    // MARK: - Looking

    public func image(_ reference: String) -> ImageRecord? {
        entry(reference).map(record)
    }

    public func images() -> [ImageRecord] {
        entries.map(record).sorted {
            ($0.createdAt, $0.id.description) > ($1.createdAt, $1.id.description)
        }
    }

    public func diskUsage() async -> Int64 {
        let content = content
        let blobs =
            (try? await blockingCall {
                content.digests().reduce(0) { $0 + content.size($1) }
            }) ?? 0
        return blobs + layers.values.reduce(0) { $0 + $1.size }
    }

    /// A name comes before the beginning of an id, of 12 digits or more.
    func entry(_ text: String) -> ImageEntry? {
        if let id = Digest(text) { return entries.first { $0.id == id } }
        if let reference = try? Reference(parsing: text), let entry = entry(reference) {
            return entry
        }
        guard text.utf8.count >= 12, text.allSatisfy({ $0.isHexDigit }) else { return nil }
        let matches = entries.filter { $0.id.hexadecimal.hasPrefix(text) }
        return matches.count == 1 ? matches[0] : nil
    }

    func entry(_ reference: Reference) -> ImageEntry? {
        if let digest = reference.digest {
            let name = reference.pinned(to: digest)
            return entries.first { $0.digests.contains(name) }
        }
        guard let name = reference.tagged else { return nil }
        return entries.first { $0.tags[name] != nil }
    }

    func record(_ entry: ImageEntry) -> ImageRecord {
        let unpacked = entry.chain.reduce(Int64(0)) { $0 + (layers[$1]?.size ?? 0) }
        let documents = entry.documents.reduce(Int64(0)) { $0 + content.size($1) }
        return ImageRecord(
            id: entry.id, tags: entry.tags.keys.sorted(), digests: entry.digests.sorted(),
            size: unpacked + documents, createdAt: entry.createdAt,
            configuration: entry.configuration, access: entry.access,
            lastUsedAt: max(entry.lastUsedAt, entry.createdAt))
    }

    public nonisolated var isOffline: Bool { configuration.isOffline }

    // MARK: - Recording

    /// Changes the record; on a failure all is as before.
    func update(_ change: (inout [ImageEntry]) -> Void) async throws {
        let before = entries
        change(&entries)
        do {
            let (database, entries) = (database, entries)
            try await blockingCall { try database.save(entries) }
        } catch {
            entries = before
            throw ImageStoreError(error, otherwise: .storage)
        }
    }
}
