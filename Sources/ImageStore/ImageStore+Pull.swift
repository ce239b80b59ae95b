import CLinux
import Glibc
import JSON
import LinuxSystem
import OCI

extension ImageStore {
    public func pull(
        _ reference: String, options: ImagePullOptions,
        progress: (@Sendable (ImagePullProgress) -> Void)? = nil
    ) async throws -> ImagePull {
        let parsed: Reference
        do throws(Reference.ParseError) {
            parsed = try Reference(parsing: reference)
        } catch {
            throw ImageStoreError(.invalidName, error.description)
        }
        let name = parsed.description
        let observer = progress.map { self.progress.add($0, to: name) }
        defer { if let observer { self.progress.remove(observer, from: name) } }
        do {
            // Who has other credentials does not get what these brought.
            return try await sharedPulls.run(SharedPull(name: name, options: options)) {
                try await self.performPull(parsed, options)
            }
        } catch {
            throw ImageStoreError(error, otherwise: .storage)
                .prefixed("failed to pull image \"\(name)\"")
        }
    }

    /// What pulls have in common that are one.
    struct SharedPull: Sendable, Hashable {
        var name: String
        var options: ImagePullOptions
    }

    /// Asks one source after the other; what goes wrong on this machine ends the pull.
    private func performPull(
        _ reference: Reference, _ options: ImagePullOptions
    ) async throws -> ImagePull {
        if reference.digest != nil, !options.provesAccess, let entry = entry(reference),
            options.platform == nil
        {
            return ImagePull(image: record(entry), source: entry.source, bytesFetched: 0)
        }
        var failures: [ImageStoreError] = []
        var passedHost: String?
        for (source, credential) in try await sources(for: reference, options) {
            try Task.checkCancellation()
            // Another credential does not help a host that is away.
            if let passedHost, passedHost == source.name { continue }
            do {
                return try await pull(reference, from: source, credential, options)
            } catch {
                let error = ImageStoreError(error, otherwise: .storage)
                switch error.reason {
                case .cancelled, .noSpace, .storage, .noOverlay, .invalidName: throw error
                case .unauthorized: break
                default: passedHost = source.name
                }
                failures.append(error)
            }
        }
        guard !failures.isEmpty else {
            throw ImageStoreError(
                .registryUnavailable,
                configuration.isOffline
                    ? "the daemon runs offline (--offline) and no registry is asked; pull or load the "
                        + "image before, or keep it in a layout folder"
                    : "no host of \(reference.registry) may be asked (see its hosts.toml)")
        }
        throw Self.combine(failures)
    }

    /// Mirrors first, then the registry's hosts; each with one credential after the other.
    private func sources(
        for reference: Reference, _ options: ImagePullOptions
    ) async throws -> [(source: any ImageSource, credential: RegistryCredential?)] {
        var sources: [(source: any ImageSource, credential: RegistryCredential?)] = []
        var hosts: [RegistryHost] = []
        for mirror in configuration.mirrors[reference.registry] ?? [] {
            switch mirror {
            case .layout(let path): sources.append((LayoutSource(path: path), nil))
            case .registry(let endpoint): hosts.append(RegistryHost(endpoint))
            }
        }
        guard !configuration.isOffline else { return sources }
        hosts += try await registryHosts(reference.registry).filter {
            $0.capabilities.contains(.pull)
                && (reference.digest != nil || $0.capabilities.contains(.resolve))
        }
        let node = try await nodeCredentials(hosts, reference)
        for host in hosts {
            var keyring = options.keyring
            keyring.add(node)
            var candidates: [RegistryCredential?] = keyring.credentials(
                host: host.endpoint.host, repository: reference.repository)
            if candidates.isEmpty { candidates = [nil] }
            for credential in candidates {
                sources.append(
                    (
                        RegistrySource(host: host, credential: credential, client: registryClient),
                        credential
                    ))
            }
        }
        return sources
    }

    /// What `hosts.toml` says, else the registry itself.
    func registryHosts(_ registry: String) async throws -> [RegistryHost] {
        let folder = configuration.hostsFolder
        return try await blockingCall {
            if let folder, let hosts = try RegistryHosts.read(registry: registry, folder: folder) {
                return hosts
            }
            return [RegistryHost(RegistryEndpoint(registry: registry))]
        }
    }

    /// The machine's own credentials for some hosts: from the configuration, from docker's files, and
    /// from the helpers that those name.
    func nodeCredentials(
        _ hosts: [RegistryHost], _ reference: Reference
    ) async throws -> RegistryKeyring {
        let configuration = configuration
        let names = Set(hosts.map(\.endpoint.host)).union([reference.registry])
        return try await blockingCall {
            var keyring = RegistryKeyring()
            for (name, credential) in configuration.credentials { keyring.add(name, credential) }
            for path in configuration.credentialFiles {
                guard let text = try? File.read(path), let file = DockerConfiguration(text) else {
                    continue
                }
                keyring.add(file.keyring)
                for name in names.sorted() {
                    let hasOwn = !file.keyring.credentials(
                        host: name, repository: reference.repository
                    ).isEmpty
                    guard !hasOwn, let credential = file.askHelper(for: name) else { continue }
                    keyring.add(name, credential)
                }
            }
            return keyring
        }
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

    /// Interrupted downloads that were gone on with may turn out to be spoiled; then all begins anew,
    /// once for each.
    func pull(
        _ reference: Reference, from source: any ImageSource, _ credential: RegistryCredential?,
        _ options: ImagePullOptions
    ) async throws -> ImagePull {
        var spoiled: Set<Digest> = []
        while true {
            do {
                return try await pullOnce(reference, from: source, credential, options)
            } catch let error as BlobWriter.SpoiledRemainder {
                guard spoiled.insert(error.digest).inserted else { throw error.mismatch }
            }
        }
    }

    private func pullOnce(
        _ reference: Reference, from source: any ImageSource, _ credential: RegistryCredential?,
        _ options: ImagePullOptions
    ) async throws -> ImagePull {
        report(reference, ImagePullProgress(step: "resolving"))
        let top = try await source.resolve(reference)
        if options.platform == nil, let entry = unchanged(reference, digest: top.digest) {
            if source.provesAccess, options.recordsAccess {
                try await admit(credential, to: entry, as: reference)
            }
            return ImagePull(
                image: record(self.entry(entry.id.description) ?? entry), source: source.name,
                bytesFetched: 0)
        }
        var fetch = ImageFetch(
            reference: reference, source: source,
            platform: options.platform ?? configuration.platform, content: content)
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
        // Another pull may have brought a layer and not yet sealed it.
        while chain.contains(where: { unsealed.contains($0) }) { try await seal() }
        let entry = try await record(
            image, chain: chain, top: top.digest, reference, fetch,
            options.recordsAccess ? .some(credential) : nil)
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
        _ fetch: ImageFetch, _ credential: RegistryCredential??
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
        if fetch.source.provesAccess { entry.digests.insert(reference.pinned(to: top)) }
        if fetch.source.provesAccess, let credential {
            entry.access[reference.name, default: ImageAccess()].add(credential)
        } else {
            entry.nameHere(reference)
        }
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

    /// Notes that a credential was good for an image that is here.
    private func admit(
        _ credential: RegistryCredential?, to entry: ImageEntry, as reference: Reference
    ) async throws {
        var access = entry.access[reference.name] ?? ImageAccess()
        access.add(credential)
        guard entry.access[reference.name] != access else { return }
        try await update { entries in
            guard let index = entries.firstIndex(where: { $0.id == entry.id }) else { return }
            entries[index].access[reference.name] = access
        }
    }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    nonisolated func report(_ reference: Reference, _ step: ImagePullProgress) {
        progress.report(step, of: reference.description)
    }
}
