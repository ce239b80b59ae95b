import LinuxSystem
import OCI
import Synchronization

extension ImageStore {
    /// A layer that a pull lacks.
    struct MissingLayer: Sendable {
        var descriptor: Descriptor
        var diffID: Digest
        var chainID: Digest
        /// The chain under it, lowest first.
        var below: [Digest]
        /// Its archive on its way.
        var writer: BlobWriter
    }

    private enum Step: Sendable {
        case fetched(bytes: Int64)
        case unpacked
        case sealed
    }

    /// Bytes of unpacked layers that may be lost by a crash of the machine during a pull.
    private static let unsealedLimit: Int64 = 256 << 20

    /// Fetches the layers that are missing, a few at once. Each is unpacked while it arrives, as soon
    /// as all below it are there.
    ///
    /// - Returns: bytes fetched.
    func fetchLayers(
        _ image: ImageFetch.Image, chain: [Digest], of reference: Reference,
        from source: any ImageSource
    ) async throws -> Int64 {
        let missing = chain.indices.filter { layers[chain[$0]] == nil }
        let tally = LayerTally(image.layers, missing: missing) { [weak self] step in
            self?.report(reference, step)
        }
        guard !missing.isEmpty else { return 0 }
        let blobs = Set(missing.map { image.layers[$0].digest })
        blobLeases.take(blobs)
        defer { giveBack(blobs) }
        var works: [MissingLayer] = []
        for index in missing {
            let descriptor = image.layers[index]
            works.append(
                MissingLayer(
                    descriptor: descriptor, diffID: image.diffIDs[index], chainID: chain[index],
                    below: stack(Array(chain[..<index])), writer: try await writer(descriptor)))
        }
        return try await withThrowingTaskGroup(of: Step.self) { group in
            var started = 0
            var fetching = 0
            var unpacked = 0
            var isUnpacking = false
            var isSealing = false
            var bytes: Int64 = 0
            while true {
                while started < works.count, fetching < max(configuration.concurrentDownloads, 1) {
                    let layer = works[started]
                    started += 1
                    fetching += 1
                    group.addTask {
                        .fetched(
                            bytes: try await self.fetch(
                                layer, of: reference, from: source, tally: tally))
                    }
                }
                if !isUnpacking, unpacked < started {
                    isUnpacking = true
                    let layer = works[unpacked]
                    group.addTask {
                        try await self.unpack(layer, tally: tally)
                        return .unpacked
                    }
                }
                if !isSealing, unsealedSize > Self.unsealedLimit {
                    isSealing = true
                    group.addTask {
                        try await self.seal()
                        return .sealed
                    }
                }
                if unpacked == works.count, fetching == 0, !isSealing { return bytes }
                switch try await group.next() {
                case .fetched(let count):
                    fetching -= 1
                    bytes += count
                case .unpacked:
                    unpacked += 1
                    isUnpacking = false
                case .sealed: isSealing = false
                case nil: return bytes
                }
            }
        }
    }

    /// The writer of a layer's archive, one for all who wait for it.
    private func writer(_ descriptor: Descriptor) async throws -> BlobWriter {
        if let writer = writers[descriptor.digest] { return writer }
        let content = content
        // Reads what an interrupted download left.
        let writer = try await sharedWriters.run(descriptor.digest) {
            try await blockingCall { try content.makeResumableWriter(descriptor) }
        }
        if let other = writers[descriptor.digest] { return other }
        writers[descriptor.digest] = writer
        return writer
    }

    /// An unpacked layer's archive is of no more use; the beginning of another one is.
    private func giveBack(_ blobs: Set<Digest>) {
        blobLeases.giveBack(blobs)
        for blob in blobs where !blobLeases.digests.contains(blob) {
            guard let writer = writers.removeValue(forKey: blob) else { continue }
            writer.growth.fail(CancellationError())
            if unpackedBlobs.remove(blob) != nil { writer.discard() }
        }
    }

    private func fetch(
        _ missing: MissingLayer, of reference: Reference, from source: any ImageSource,
        tally: LayerTally
    ) async throws -> Int64 {
        let (descriptor, writer) = (missing.descriptor, missing.writer)
        if layers[missing.chainID] != nil { return 0 }
        do {
            return try await sharedDownloads.run(descriptor.digest) {
                let start = writer.count
                if start < descriptor.size {
                    try await source.fetchBlob(descriptor, of: reference, into: writer) {
                        tally.update(descriptor.digest, .downloading, $0)
                    }
                }
                try await blockingCall {
                    do {
                        try writer.verify()
                    } catch let error as ImageStoreError {
                        throw ImageStoreError(error.reason, "\(error) (from \(source.name))")
                    }
                }
                return descriptor.size - start
            }
        } catch {
            writer.growth.fail(error)
            // Who comes next begins anew, at what is there.
            if writers[descriptor.digest] === writer { writers[descriptor.digest] = nil }
            throw error
        }
    }

    private func unpack(_ missing: MissingLayer, tally: LayerTally) async throws {
        let blob = missing.descriptor.digest
        if layers[missing.chainID] == nil {
            let (store, writer) = (layerStore, missing.writer)
            let layer = try await sharedUnpacks.run(missing.chainID) {
                let flag = CancellationFlag()
                return try await withTaskCancellationHandler {
                    try await callOnOwnThread {
                        do {
                            return try store.unpack(
                                writer.temporaryPath, growth: writer.growth,
                                diffID: missing.diffID, chainID: missing.chainID,
                                on: missing.below, isCancelled: { flag.isSet })
                        } catch {
                            throw Self.unpackFailure(error, blob)
                        }
                    }
                } onCancel: {
                    flag.set()
                    writer.growth.wake()
                }
            }
            if layers.updateValue(layer, forKey: layer.chainID) == nil {
                unsealed.insert(layer.chainID)
            }
        }
        unpackedBlobs.insert(blob)
        tally.finish(blob)
    }

    private static func unpackFailure(_ error: any Error, _ blob: Digest) -> any Error {
        if error is CancellationError || error is BlobWriter.SpoiledRemainder { return error }
        let failure = ImageStoreError(error, otherwise: .unpackFailed)
        switch failure.reason {
        case .unpackFailed, .noSpace, .storage, .noOverlay:
            return failure.prefixed("cannot unpack layer \(blob)")
        default: return failure
        }
    }

    private var unsealedSize: Int64 {
        unsealed.reduce(0) { $0 + (layers[$1]?.size ?? 0) }
    }

    /// Makes the layers that were unpacked outlive a crash of the machine. Who asks meanwhile waits
    /// for the next round, since this one may have begun before the layer was there.
    func seal() async throws {
        let sealing = unsealed.compactMap { layers[$0] }
        guard !sealing.isEmpty else { return }
        let store = layerStore
        try await blockingCall { try store.seal(sealing) }
        unsealed.subtract(sealing.map(\.chainID))
    }

    /// What has to be mounted to show a chain: a layer that holds all below it ends the stack.
    func stack(_ chain: [Digest]) -> [Digest] {
        guard let start = chain.lastIndex(where: { layers[$0]?.isWhole == true }) else {
            return chain
        }
        return Array(chain[start...])
    }
}

/// Tells a thread that its work is no longer wanted.
private final class CancellationFlag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
