import LinuxSystem
import OCI
import Synchronization

extension ImageStore {
    /// A layer that a pull lacks.
    private struct Missing: Sendable {
        var descriptor: Descriptor
        var diffID: Digest
        var chainID: Digest
        /// The chain under it, lowest first.
        var below: [Digest]
    }

    private enum Step: Sendable {
        case fetched(index: Int, bytes: Int64)
        case unpacked
    }

    /// Fetches the layers that are missing, a few at once, and unpacks each when it and all below it
    /// are there.
    ///
    /// - Returns: bytes fetched.
    func fetchLayers(
        _ image: ImageFetch.Image, chain: [Digest], of reference: Reference,
        from source: any ImageSource
    ) async throws -> Int64 {
        let missing = chain.indices.filter { layers[chain[$0]] == nil }.map { index in
            Missing(
                descriptor: image.layers[index], diffID: image.diffIDs[index],
                chainID: chain[index], below: Array(chain[..<index]))
        }
        guard !missing.isEmpty else { return 0 }
        let blobs = Set(missing.map(\.descriptor.digest))
        blobLeases.take(blobs)
        defer {
            blobLeases.giveBack(blobs)
            // An unpacked layer's archive is of no more use.
            for blob in blobs where !blobLeases.digests.contains(blob) { content.remove(blob) }
        }
        let tally = LayerTally(
            total: missing.reduce(0) { $0 + $1.descriptor.size }
        ) { [weak self] step, completed, total in
            self?.report(reference, step, completed, total)
        }
        return try await withThrowingTaskGroup(of: Step.self) { group in
            var started = 0
            var fetched: Set<Int> = []
            var unpacked = 0
            var isUnpacking = false
            var bytes: Int64 = 0
            while unpacked < missing.count {
                while started < missing.count,
                    started - fetched.count < max(configuration.concurrentDownloads, 1)
                {
                    let index = started
                    started += 1
                    group.addTask {
                        let bytes = try await self.fetch(
                            missing[index], of: reference, from: source, tally: tally)
                        return .fetched(index: index, bytes: bytes)
                    }
                }
                if !isUnpacking, fetched.contains(unpacked) {
                    isUnpacking = true
                    let layer = missing[unpacked]
                    group.addTask {
                        tally.report("unpacking \(layer.diffID)")
                        try await self.unpack(layer)
                        return .unpacked
                    }
                }
                switch try await group.next() {
                case .fetched(let index, let count):
                    fetched.insert(index)
                    bytes += count
                case .unpacked:
                    unpacked += 1
                    isUnpacking = false
                case nil: return bytes
                }
            }
            return bytes
        }
    }

    private func fetch(
        _ missing: Missing, of reference: Reference, from source: any ImageSource, tally: LayerTally
    ) async throws -> Int64 {
        let descriptor = missing.descriptor
        if layers[missing.chainID] != nil || content.contains(descriptor.digest) { return 0 }
        let content = content
        return try await sharedDownloads.run(descriptor.digest) {
            let writer = try await blockingCall { try content.makeWriter(descriptor) }
            try await source.fetchBlob(descriptor, of: reference, into: writer) { completed in
                tally.update(descriptor.digest, completed)
            }
            try await blockingCall {
                do {
                    try writer.verify()
                } catch let error as ImageStoreError {
                    throw ImageStoreError(error.reason, "\(error) (from \(source.name))")
                }
                try writer.commit(durable: false)
            }
            return descriptor.size
        }
    }

    private func unpack(_ missing: Missing) async throws {
        if layers[missing.chainID] != nil { return }
        let (store, blob) = (layerStore, content.path(missing.descriptor.digest))
        let layer = try await sharedUnpacks.run(missing.chainID) {
            let flag = CancellationFlag()
            return try await withTaskCancellationHandler {
                try await callOnOwnThread {
                    do {
                        return try store.unpack(
                            blob, diffID: missing.diffID, chainID: missing.chainID,
                            on: missing.below, isCancelled: { flag.isSet })
                    } catch {
                        throw error is CancellationError
                            ? error
                            : ImageStoreError(error, otherwise: .unpackFailed)
                                .prefixed("cannot unpack layer \(missing.descriptor.digest)")
                    }
                }
            } onCancel: {
                flag.set()
            }
        }
        layers[layer.chainID] = layer
    }
}

/// Tells a thread that its work is no longer wanted.
private final class CancellationFlag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}

/// Adds up the progress of layers that are fetched at the same time.
final class LayerTally: Sendable {
    private let completed = Mutex<[Digest: Int64]>([:])
    private let total: Int64
    private let observer: @Sendable (String, Int64, Int64) -> Void

    init(total: Int64, observer: @escaping @Sendable (String, Int64, Int64) -> Void) {
        self.total = total
        self.observer = observer
    }

    func update(_ layer: Digest, _ bytes: Int64) {
        let sum = completed.withLock { completed in
            completed[layer] = bytes
            return completed.values.reduce(0, +)
        }
        observer("layer \(layer)", sum, total)
    }

    func report(_ step: String) {
        observer(step, completed.withLock { $0.values.reduce(0, +) }, total)
    }
}
