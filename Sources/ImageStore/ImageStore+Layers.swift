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
        /// The layer's download has failed, and is about to say so.
        case starved
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
        let bytes = try await fetch(works, of: reference, from: source, tally: tally)
        let store = layerStore
        try await blockingCall { store.returnMemory() }
        return bytes
    }

    private func fetch(
        _ works: [MissingLayer], of reference: Reference, from source: any ImageSource,
        tally: LayerTally
    ) async throws -> Int64 {
        try await withThrowingTaskGroup(of: Step.self) { group in
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
                        try await self.unpack(layer, tally: tally) ? .unpacked : .starved
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
                case .starved: break
                case nil: throw BlobGrowth.Ended()
                }
            }
        }
    }

    /// The writer of a layer's archive, one for all who wait for it.
    private func writer(_ descriptor: Descriptor) async throws -> BlobWriter {
        if let writer = writers[descriptor.digest] { return writer }
        let content = content
        let downloads = sharedDownloads
        let writer = try await sharedWriters.run(descriptor.digest) {
            // One that was cancelled may still write.
            await downloads.drained(descriptor.digest)
            // Reads what an interrupted download left.
            return try await blockingCall { try content.makeResumableWriter(descriptor) }
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
            writer.growth.fail()
            if unpackedBlobs.remove(blob) != nil { writer.discard() }
        }
    }

    /// Others may want the same download. It goes on as long as one of them is there, from the source
    /// of whoever began it; where that one fails, each tries its own.
    private func fetch(
        _ missing: MissingLayer, of reference: Reference, from source: any ImageSource,
        tally: LayerTally
    ) async throws -> Int64 {
        let (descriptor, writer) = (missing.descriptor, missing.writer)
        let digest = descriptor.digest
        observers += 1
        let observer = observers
        writer.observe(observer) { tally.update(digest, .downloading, $0) }
        defer { writer.observe(observer, nil) }
        while layers[missing.chainID] == nil {
            let isOwn = Atomic<Bool>(false)
            do {
                guard !writer.growth.hasFailed else {
                    throw ImageStoreError(
                        .digestMismatch, "what another pull has fetched of \(digest) is damaged")
                }
                return try await sharedDownloads.run(digest) {
                    isOwn.store(true, ordering: .relaxed)
                    return try await Self.download(descriptor, of: reference, from: source, writer)
                }
            } catch {
                let isSpoiled = writer.growth.hasFailed
                if isSpoiled, writers[digest] === writer { writers[digest] = nil }
                guard !Task.isCancelled, !isOwn.load(ordering: .relaxed) else { throw error }
                // What others have brought is thrown away; this source may have the right bytes.
                if isSpoiled {
                    throw BlobWriter.SpoiledRemainder(
                        digest: digest, mismatch: ImageStoreError(error, otherwise: .storage))
                }
            }
        }
        return 0
    }

    private static func download(
        _ descriptor: Descriptor, of reference: Reference, from source: any ImageSource,
        _ writer: BlobWriter
    ) async throws -> Int64 {
        let start = writer.count
        do {
            if start < descriptor.size {
                try await source.fetchBlob(descriptor, of: reference, into: writer)
            }
            try await blockingCall {
                do {
                    try writer.verify()
                } catch let error as ImageStoreError {
                    throw ImageStoreError(error.reason, "\(error) (from \(source.name))")
                }
            }
        } catch let error as ImageStoreError where writer.isSpoiled {
            throw BlobWriter.SpoiledRemainder(digest: descriptor.digest, mismatch: error)
        }
        return descriptor.size - start
    }

    /// - Returns: whether it is unpacked; false where its download has failed.
    private func unpack(_ missing: MissingLayer, tally: LayerTally) async throws -> Bool {
        while layers[missing.chainID] == nil {
            do {
                let layer = try await unpackArchive(missing)
                if layers.updateValue(layer, forKey: layer.chainID) == nil {
                    unsealed.insert(layer.chainID)
                }
            } catch is BlobGrowth.Ended {
                // It may have been the end of another pull's download, of the same layer.
                if missing.writer.growth.hasFailed { return false }
            }
        }
        let blob = missing.descriptor.digest
        unpackedBlobs.insert(blob)
        tally.finish(blob)
        return true
    }

    private func unpackArchive(_ missing: MissingLayer) async throws -> Layer {
        let (store, writer, blob) = (layerStore, missing.writer, missing.descriptor.digest)
        return try await sharedUnpacks.run(missing.chainID) {
            let flag = CancellationFlag()
            return try await withTaskCancellationHandler {
                try await callOnOwnThread {
                    do {
                        return try store.unpack(
                            writer.temporaryPath, growth: writer.growth,
                            diffID: missing.diffID, chainID: missing.chainID,
                            on: missing.below, isCancelled: { flag.isSet })
                    } catch {
                        let failure = Self.unpackFailure(error, blob)
                        // Damage in what has come so far may be the registry's: the digest tells.
                        if (failure as? ImageStoreError)?.reason == .unpackFailed {
                            _ = try writer.growth.wait(beyond: .max, isCancelled: { flag.isSet })
                        }
                        throw failure
                    }
                }
            } onCancel: {
                flag.set()
                writer.growth.wake()
            }
        }
    }

    private static func unpackFailure(_ error: any Error, _ blob: Digest) -> any Error {
        if error is CancellationError || error is BlobGrowth.Ended { return error }
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
