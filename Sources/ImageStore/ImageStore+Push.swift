import JSON
import LinuxSystem
import NIOCore
import OCI

/// What a push did.
public struct ImagePush: Sendable, Hashable {
    /// The name with its tag.
    public var name: String
    /// Of the manifest that the registry has now.
    public var digest: Digest
    /// Where it went, as a person would name it.
    public var target: String
    /// Bytes sent; what the registry had was not sent again.
    public var bytesSent: Int64
}

extension ImageStore {
    /// Sends an image to its registry. What the registry has already is not sent.
    ///
    /// Where the registry has all of the archives that the image was pulled with, it gets the manifest
    /// as it was pulled, under the same digest; else layers are packed anew, always in the same way.
    ///
    /// - Parameters:
    ///   - reference: the image.
    ///   - target: the name that it gets; nil for the reference.
    /// - Throws: `ImageStoreError`
    public func push(
        _ reference: String, as target: String? = nil, keyring: RegistryKeyring,
        progress: @escaping @Sendable (ImagePullProgress) -> Void
    ) async throws -> ImagePush {
        let entry = try existing(reference)
        let name: Reference
        do throws(Reference.ParseError) {
            name = try Reference(parsing: target ?? reference)
        } catch {
            throw ImageStoreError(.invalidName, error.description)
        }
        guard let tag = name.tag, name.digest == nil else {
            throw ImageStoreError(
                .invalidName, "give the name and tag that the image is to have in the registry")
        }
        guard !configuration.isOffline else {
            throw ImageStoreError(
                .registryUnavailable, "the daemon runs offline (--offline), and pushes nothing")
        }
        guard
            let host = try await registryHosts(name.registry).last(where: {
                $0.capabilities.contains(.push)
            })
        else {
            throw ImageStoreError(
                .registryUnavailable,
                "no host of \(name.registry) may be pushed to (see its hosts.toml)"
            )
        }
        var all = keyring
        all.add(try await nodeCredentials([host], name))
        let found = all.credentials(host: host.endpoint.host, repository: name.repository)
        let candidates: [RegistryCredential?] = found.isEmpty ? [nil] : found
        layerLeases.take(Set(entry.chain))
        defer { layerLeases.giveBack(Set(entry.chain)) }
        var failure: (any Error)?
        for credential in candidates {
            let upload = RegistryUpload(
                host: host, credential: credential, client: registryClient, reference: name)
            do {
                let digest = try await push(entry, tag: tag, to: upload, progress)
                try await note(digest, of: entry, pushedAs: name)
                return ImagePush(
                    name: name.description, digest: digest, target: host.endpoint.description,
                    bytesSent: upload.bytesSent)
            } catch let error as ImageStoreError where error.reason == .unauthorized {
                failure = error
            }
        }
        throw ImageStoreError(failure!, otherwise: .storage)
            .prefixed("failed to push image \"\(name)\"")
    }

    private func push(
        _ entry: ImageEntry, tag: String, to upload: RegistryUpload,
        _ progress: @escaping @Sendable (ImagePullProgress) -> Void
    ) async throws -> Digest {
        guard let configuration = content.document(entry.id) else {
            throw ImageStoreError(
                .storage, "\(content.path(entry.id)) is missing or damaged; pull the image anew")
        }
        if let (digest, type, bytes) = try await original(entry, in: upload) {
            try await upload.putBlob(entry.id, configuration)
            try await upload.putManifest(bytes, mediaType: type, tag: tag)
            return digest
        }
        var descriptors: [Descriptor] = []
        let stack = entry.chain.compactMap { layers[$0] }
        let total = stack.reduce(0) { $0 + $1.archiveSize }
        var done: Int64 = 0
        for layer in stack {
            try Task.checkCancellation()
            let before = done
            progress(
                ImagePullProgress(
                    step: "packing \(layer.diffID)", completedBytes: before, totalBytes: total))
            let (descriptor, path) = try await packed(layer)
            do {
                try await upload.putBlob(descriptor, from: path) { sent in
                    progress(
                        ImagePullProgress(
                            step: "pushing \(layer.diffID)",
                            completedBytes: before + sent * layer.archiveSize
                                / max(descriptor.size, 1), totalBytes: total))
                }
                try? File.removeTree(path)
            } catch {
                try? File.removeTree(path)
                throw error
            }
            descriptors.append(descriptor)
            done += layer.archiveSize
        }
        try await upload.putBlob(entry.id, configuration)
        let manifest = ImageManifest(
            configuration: Descriptor(
                mediaType: MediaType.ociConfiguration, digest: entry.id,
                size: Int64(configuration.count)), layers: descriptors
        ).json.serializedBytes()
        try await upload.putManifest(manifest, mediaType: MediaType.ociManifest, tag: tag)
        return SHA256Hasher.digest(of: manifest)
    }

    /// The manifest that the image was pulled with, where the registry has all archives of it.
    private func original(
        _ entry: ImageEntry, in upload: RegistryUpload
    ) async throws -> (digest: Digest, mediaType: String, bytes: [UInt8])? {
        guard let bytes = content.document(entry.manifest),
            let json = try? content.json(entry.manifest),
            let manifest = ImageManifest(json: json)
        else { return nil }
        for layer in manifest.layers where try await !upload.hasBlob(layer.digest) { return nil }
        let type = json["mediaType"]?.stringValue ?? MediaType.ociManifest
        return (entry.manifest, type, bytes)
    }

    /// A layer's archive compressed with gzip, in a temporary file.
    private func packed(_ layer: Layer) async throws -> (Descriptor, path: String) {
        let (store, path) = (layerStore, content.makeTemporaryPath())
        let descriptor = try await blockingCall {
            do {
                let (digest, size) = try LayerWriter.compress(to: path) { write in
                    try store.readArchive(of: layer, write)
                }
                return Descriptor(mediaType: MediaType.ociLayerGzip, digest: digest, size: size)
            } catch {
                try? File.removeTree(path)
                throw error
            }
        }
        return (descriptor, path)
    }

    /// The image is known by the digest that it was pushed under, too.
    private func note(
        _ digest: Digest, of entry: ImageEntry, pushedAs name: Reference
    ) async throws {
        try await update { entries in
            guard let index = entries.firstIndex(where: { $0.id == entry.id }) else { return }
            entries[index].digests.insert(name.pinned(to: digest))
            if let tagged = name.tagged, entries[index].tags[tagged] != nil {
                entries[index].tags[tagged] = digest
            }
        }
    }
}
