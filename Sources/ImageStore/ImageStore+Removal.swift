import LinuxSystem
import Logging
import OCI

extension ImageStore {
    public func remove(_ reference: String) async throws -> [String] {
        guard let entry = entry(reference) else {
            if Digest(reference) == nil {
                do throws(Reference.ParseError) {
                    _ = try Reference(parsing: reference)
                } catch {
                    throw ImageStoreError(.invalidName, error.description)
                }
            }
            throw ImageStoreError(.notFound, "there is no image \"\(reference)\"")
        }
        let isName = Digest(reference) == nil && !entry.id.hexadecimal.hasPrefix(reference)
        let names =
            isName
            ? Self.names(removedWith: try Reference(parsing: reference), from: entry)
            : Set(entry.tags.keys).union(entry.digests)
        let isLast = names.isSuperset(of: entry.tags.keys) && names.isSuperset(of: entry.digests)
        try await update { entries in
            guard let index = entries.firstIndex(where: { $0.id == entry.id }) else { return }
            if isLast {
                entries.remove(at: index)
                return
            }
            for name in names { entries[index].tags[name] = nil }
            entries[index].digests.subtract(names)
        }
        if isLast { await collectGarbage() }
        return names.sorted().map { "Untagged: \($0)" } + (isLast ? ["Deleted: \(entry.id)"] : [])
    }

    /// Whether the image goes when this name goes.
    public func isLastName(_ reference: String) -> Bool {
        guard let entry = entry(reference) else { return false }
        let isName = Digest(reference) == nil && !entry.id.hexadecimal.hasPrefix(reference)
        guard isName, let parsed = try? Reference(parsing: reference) else { return true }
        let names = Self.names(removedWith: parsed, from: entry)
        return names.isSuperset(of: entry.tags.keys) && names.isSuperset(of: entry.digests)
    }

    /// A name with, where no other tag of its repository stays, the digests of that repository:
    /// nobody chose those.
    static func names(removedWith reference: Reference, from entry: ImageEntry) -> Set<String> {
        if let digest = reference.digest { return [reference.pinned(to: digest)] }
        guard let tagged = reference.tagged else { return [] }
        let hasOtherTag = entry.tags.keys.contains {
            $0 != tagged && (try? Reference(parsing: $0))?.name == reference.name
        }
        if hasOtherTag { return [tagged] }
        return entry.digests.filter { $0.hasPrefix(reference.name + "@") }.union([tagged])
    }

    /// Removes blobs and layers that no image, container or pull uses.
    func collectGarbage() async {
        let content = content
        let blobs = (try? await blockingCall { content.digests() }) ?? []
        let garbage = Self.garbage(
            blobs: blobs, layers: layers, entries: entries, containers: containers,
            blobLeases: blobLeases, layerLeases: layerLeases)
        // Out of the way before the next wait: whoever needs one from here on fetches it anew.
        for blob in garbage.blobs { content.remove(blob) }
        let trash = garbage.layers.compactMap { layer in
            layers[layer] = nil
            return layerStore.detach(layer)
        }
        let faults = configuration.faults
        do {
            try await blockingCall {
                for path in trash {
                    try faults?.pass()
                    try File.removeTree(path)
                }
            }
        } catch {
            logger.warning("an unused layer could not be removed", metadata: ["error": "\(error)"])
        }
    }

    /// What nothing refers to.
    static func garbage(
        blobs: [Digest], layers: [Digest: Layer], entries: [ImageEntry],
        containers: [String: Digest?], blobLeases: Leases, layerLeases: Leases
    ) -> (blobs: [Digest], layers: [Digest]) {
        let documents = entries.reduce(into: blobLeases.digests) { $0.formUnion($1.documents) }
        var used: Set<Digest> = []
        let roots =
            entries.compactMap(\.chain.last) + containers.values.compactMap(\.self)
            + Array(layerLeases.digests)
        for root in roots {
            var next: Digest? = root
            while let chainID = next, let layer = layers[chainID], used.insert(chainID).inserted {
                next = layer.parent
            }
        }
        return (
            blobs.filter { !documents.contains($0) }, layers.keys.filter { !used.contains($0) }
        )
    }
}
