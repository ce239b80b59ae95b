import CLinux
import Glibc
import JSON
import LinuxSystem
import OCI

extension ImageStore {
    public func pull(
        _ reference: String, progress: (@Sendable (ImagePullProgress) -> Void)? = nil
    ) async throws -> ImagePull {
        let parsed: Reference
        do throws(Reference.ParseError) {
            parsed = try Reference(parsing: reference)
        } catch {
            throw ImageStoreError(.invalidName, error.description)
        }
        let key = parsed.description
        let observer = progress.map { self.progress.add($0, to: key) }
        defer { if let observer { self.progress.remove(observer, from: key) } }
        do {
            return try await sharedPulls.run(key) { try await self.performPull(parsed) }
        } catch {
            throw ImageStoreError(error, otherwise: .storage)
                .prefixed("failed to pull image \"\(key)\"")
        }
    }

    /// Asks one source after the other; what goes wrong on this machine ends the pull.
    private func performPull(_ reference: Reference) async throws -> ImagePull {
        if reference.digest != nil, let entry = entry(reference) {
            return ImagePull(image: record(entry), source: entry.source, bytesFetched: 0)
        }
        var failures: [ImageStoreError] = []
        for source in sources(for: reference) {
            try Task.checkCancellation()
            do {
                return try await pull(reference, from: source)
            } catch {
                let error = ImageStoreError(error, otherwise: .storage)
                switch error.reason {
                case .cancelled, .noSpace, .storage, .noOverlay, .invalidName: throw error
                default: failures.append(error)
                }
            }
        }
        throw Self.combine(failures)
    }

    /// Mirrors first, then the registry itself.
    private func sources(for reference: Reference) -> [any ImageSource] {
        var sources: [any ImageSource] = []
        for mirror in configuration.mirrors[reference.registry] ?? [] {
            switch mirror {
            case .layout(let path): sources.append(LayoutSource(path: path))
            case .registry(let endpoint):
                sources.append(
                    RegistrySource(
                        endpoint: endpoint, credentialName: endpoint.host, client: registryClient))
            }
        }
        sources.append(
            RegistrySource(
                endpoint: RegistryEndpoint(registry: reference.registry),
                credentialName: reference.registry, client: registryClient))
        return sources
    }

    /// All that went wrong in one sentence; the reason is the one that says most.
    static func combine(_ failures: [ImageStoreError]) -> ImageStoreError {
        let order: [ImageStoreError.Reason] = [
            .unsupportedManifest, .unpackFailed, .digestMismatch, .unauthorized, .notFound,
        ]
        let reason = order.first { reason in failures.contains { $0.reason == reason } }
        return ImageStoreError(
            reason ?? .registryUnavailable, failures.map(\.description).joined(separator: "; "))
    }

    private func pull(_ reference: Reference, from source: any ImageSource) async throws
        -> ImagePull
    {
        report(reference, "resolving", 0, 0)
        let top = try await source.resolve(reference)
        if let entry = unchanged(reference, digest: top.digest) {
            return ImagePull(image: record(entry), source: source.name, bytesFetched: 0)
        }
        var fetch = ImageFetch(
            reference: reference, source: source, platform: configuration.platform,
            content: content)
        let image = try await fetch.documents(of: top)
        let chain = Layer.chainIDs(of: image.diffIDs)
        let documents = fetch.documents
        blobLeases.take(documents)
        layerLeases.take(Set(chain))
        defer {
            blobLeases.giveBack(documents)
            layerLeases.giveBack(Set(chain))
        }
        for (descriptor, bytes) in fetch.pending {
            let content = content
            try await blockingCall { try content.store(bytes, as: descriptor) }
        }
        let layerBytes = try await fetchLayers(image, chain: chain, of: reference, from: source)
        let entry = try await record(image, chain: chain, top: top.digest, reference, fetch)
        return ImagePull(
            image: record(entry), source: source.name,
            bytesFetched: layerBytes + fetch.bytesFetched)
    }

    /// The image, if it is here under this very digest.
    private func unchanged(_ reference: Reference, digest: Digest) -> ImageEntry? {
        guard let name = reference.tagged, reference.digest == nil else {
            return entry(reference)
        }
        return entries.first { $0.tags[name] == digest }
    }

    /// Gives the name to the image; another image that had the tag keeps its digests.
    private func record(
        _ image: ImageFetch.Image, chain: [Digest], top: Digest, _ reference: Reference,
        _ fetch: ImageFetch
    ) async throws -> ImageEntry {
        let id = image.manifest.configuration.digest
        let old = entries.first { $0.id == id }
        var entry =
            old
            ?? ImageEntry(
                id: id, manifest: image.manifestDigest, tags: [:], digests: [], documents: [],
                source: fetch.source.name, createdAt: Self.now(),
                configuration: image.configuration, chain: chain)
        entry.manifest = image.manifestDigest
        entry.source = fetch.source.name
        entry.documents.formUnion(fetch.documents)
        entry.digests.insert(reference.pinned(to: top))
        if reference.digest == nil, let name = reference.tagged { entry.tags[name] = top }
        let result = entry
        try await update { entries in
            if reference.digest == nil, let name = reference.tagged {
                for index in entries.indices { entries[index].tags[name] = nil }
            }
            entries.removeAll { $0.id == id }
            entries.append(result)
        }
        return result
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    nonisolated func report(
        _ reference: Reference, _ step: String, _ completed: Int64, _ total: Int64
    ) {
        progress.report(
            ImagePullProgress(step: step, completedBytes: completed, totalBytes: total),
            of: reference.description)
    }
}
