import LinuxSystem
import OCI

/// What a check of the store found.
public struct ImageVerification: Sendable, Hashable {
    public struct Problem: Sendable, Hashable {
        /// The images that it is about, by their first name.
        public var images: [String]
        /// One sentence.
        public var message: String
    }

    public var images = 0
    public var layers = 0
    /// Bytes that were read and hashed.
    public var bytes: Int64 = 0
    public var problems: [Problem] = []
}

extension ImageStore {
    /// Reads everything that images consist of and compares it with its digests: documents as they
    /// are, layers by the archives they were unpacked from, which are put together again.
    public func verify(
        progress: @escaping @Sendable (ImagePullProgress) -> Void
    ) async throws -> ImageVerification {
        var result = ImageVerification(images: entries.count)
        let chains = Set(entries.flatMap(\.chain))
        layerLeases.take(chains)
        defer { layerLeases.giveBack(chains) }
        let content = content
        for entry in entries {
            let damaged = try await blockingCall {
                entry.documents.union([entry.id, entry.manifest]).filter {
                    content.document($0) == nil
                }
            }
            for digest in damaged.sorted(by: { $0.description < $1.description }) {
                result.problems.append(
                    .init(
                        images: [name(entry)],
                        message: "\(content.path(digest)) is missing or damaged"))
            }
        }
        let store = layerStore
        let present = chains.compactMap { layers[$0] }
        let total = present.reduce(0) { $0 + $1.archiveSize }
        for layer in present.sorted(by: { $0.chainID.description < $1.chainID.description }) {
            try Task.checkCancellation()
            progress(
                ImagePullProgress(
                    step: "verifying \(layer.diffID)", completedBytes: result.bytes,
                    totalBytes: total))
            do {
                result.bytes += try await blockingCall {
                    var count: Int64 = 0
                    try store.readArchive(of: layer) { count += Int64($0.count) }
                    return count
                }
            } catch {
                let users = entries.filter { $0.chain.contains(layer.chainID) }.map(name)
                result.problems.append(.init(images: users, message: "\(error)"))
            }
            result.layers += 1
        }
        return result
    }

    private func name(_ entry: ImageEntry) -> String {
        entry.tags.keys.sorted().first ?? entry.digests.sorted().first ?? entry.id.description
    }
}
