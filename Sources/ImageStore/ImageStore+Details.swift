import Glibc
import JSON
import LinuxSystem
import OCI

/// All that is known about an image.
public struct ImageDetails: Sendable {
    public struct Layer: Sendable, Hashable {
        public var diffID: Digest
        public var chainID: Digest
        /// Bytes on disk, about.
        public var size: Int64
    }

    public var record: ImageRecord
    /// Where it came from.
    public var source: String
    public var manifestDigest: Digest
    /// The manifest and the configuration as they were fetched.
    public var manifest: JSONValue
    public var configuration: JSONValue
    /// Lowest first.
    public var layers: [Layer]
}

/// What the store takes of the disk, in bytes.
public struct ImageDiskUsage: Sendable, Hashable {
    public var images = 0
    public var layers = 0
    /// Of all layers and documents, each counted once.
    public var imageBytes: Int64 = 0
    /// What would be free without the images that no container uses.
    public var reclaimableBytes: Int64 = 0
    public var containers = 0
    /// What containers have written to their root file systems.
    public var containerBytes: Int64 = 0
    public var interruptedDownloads = 0
    public var interruptedBytes: Int64 = 0
}

extension ImageStore {
    /// - Throws: `ImageStoreError` with `notFound`, or `storage` where its documents are damaged.
    public func details(_ reference: String) async throws -> ImageDetails {
        let entry = try existing(reference)
        let content = content
        let (manifest, configuration) = try await blockingCall {
            (try content.json(entry.manifest), try content.json(entry.id))
        }
        return ImageDetails(
            record: record(entry), source: entry.source, manifestDigest: entry.manifest,
            manifest: manifest, configuration: configuration,
            layers: entry.chain.compactMap { layers[$0] }.map {
                ImageDetails.Layer(diffID: $0.diffID, chainID: $0.chainID, size: $0.size)
            })
    }

    /// Gives an image another name; an image that had it loses it.
    ///
    /// - Returns: the name as it is now known.
    /// - Throws: `ImageStoreError` with `notFound` or `invalidName`.
    public func tag(_ reference: String, as name: String) async throws -> String {
        let entry = try existing(reference)
        let target: Reference
        do throws(Reference.ParseError) {
            target = try Reference(parsing: name)
        } catch {
            throw ImageStoreError(.invalidName, error.description)
        }
        guard target.digest == nil, let tag = target.tagged else {
            throw ImageStoreError(
                .invalidName, "a tag is given to an image by name, not by digest: \"\(name)\"")
        }
        let source = (try? Reference(parsing: reference)).flatMap(\.tagged)
        try await update { entries in
            let digest = source.flatMap { entry.tags[$0] } ?? entry.manifest
            for index in entries.indices { entries[index].tags[tag] = nil }
            guard let index = entries.firstIndex(where: { $0.id == entry.id }) else { return }
            entries[index].tags[tag] = digest
            entries[index].nameHere(target)
        }
        return tag
    }

    /// The image that a name or id stands for.
    ///
    /// - Throws: `ImageStoreError` with `notFound`.
    func existing(_ reference: String) throws -> ImageEntry {
        guard let entry = entry(reference) else {
            throw ImageStoreError(
                .notFound, "no image \"\(reference)\"; swiftlet images lists those that are there")
        }
        return entry
    }

    /// What the store takes of the disk. Looks through the containers' files.
    ///
    /// - Parameter used: ids of the images that containers use.
    public func usage(used: Set<String>) async throws -> ImageDiskUsage {
        var usage = ImageDiskUsage(images: entries.count, layers: layers.count)
        let folder = rootFileSystemStore.folder
        let (content, names) = (content, containers.keys.sorted())
        let (documents, remainders, written) = try await blockingCall {
            (
                content.digests().reduce(0) { $0 + content.size($1) },
                content.remainders(),
                names.map { DiskUsage.bytes(below: "\(folder)/containers/\($0)") }
            )
        }
        usage.imageBytes = documents + layers.values.reduce(0) { $0 + $1.size }
        var kept: Set<Digest> = []
        for entry in entries where used.contains(entry.id.description) {
            kept.formUnion(entry.chain)
        }
        usage.reclaimableBytes = layers.values.reduce(0) {
            kept.contains($1.chainID) ? $0 : $0 + $1.size
        }
        usage.containers = names.count
        usage.containerBytes = written.reduce(0, +)
        let idle = remainders.filter { !blobLeases.digests.contains($0.key) }
        usage.interruptedDownloads = idle.count
        usage.interruptedBytes = idle.values.reduce(0, +)
        return usage
    }

    /// Removes images that no container uses, and what interrupted downloads left.
    ///
    /// - Parameters:
    ///   - all: also those with a tag.
    ///   - unusedFor: only those that were not used for so many nanoseconds.
    ///   - used: ids of the images that containers use.
    /// - Returns: what went, one line each, and the bytes on disk that are free now.
    public func prune(
        all: Bool, unusedFor age: Int64 = 0, used: Set<String>
    ) async throws -> (lines: [String], bytes: Int64) {
        let before = await diskUsage()
        let now = Self.now()
        var lines: [String] = []
        for entry in entries
        where (all || entry.tags.isEmpty) && !used.contains(entry.id.description)
            && now - max(entry.lastUsedAt, entry.createdAt) >= age
        {
            lines += try await remove(entry.id.description)
        }
        let content = content
        let leased = blobLeases.digests
        let freed = try await blockingCall {
            content.remainders().filter { !leased.contains($0.key) }.reduce(Int64(0)) {
                content.removeRemainder($1.key)
                return $0 + $1.value
            }
        }
        await collectGarbage()
        return (lines, max(before - (await diskUsage()), 0) + freed)
    }

    public func mountedImages() -> Set<String> {
        let tops = Set(containers.values.compactMap(\.self))
        let mounted = entries.filter { $0.chain.last.map(tops.contains) == true }
        return Set(mounted.map(\.id.description))
    }

    public func disk() async -> (capacity: Int64, available: Int64)? {
        var status = statvfs()
        guard statvfs(configuration.root, &status) == 0 else { return nil }
        let block = Int64(status.f_frsize)
        return (Int64(status.f_blocks) * block, Int64(status.f_bavail) * block)
    }
}

extension ContentStore {
    /// - Throws: `ImageStoreError` with `storage` where the document is missing or damaged.
    func json(_ digest: Digest) throws -> JSONValue {
        guard let bytes = document(digest), let json = try? JSONValue(parsing: bytes) else {
            throw ImageStoreError(
                .storage, "\(path(digest)) is missing or damaged; pull the image anew")
        }
        return json
    }
}

/// What files take of the disk.
enum DiskUsage {
    /// Bytes of all files below a folder, each counted once; other file systems are left out. Blocks.
    static func bytes(below folder: String) -> Int64 {
        guard let top = try? FileStatus(path: folder) else { return 0 }
        var seen: Set<UInt64> = []
        return bytes(folder, top, &seen)
    }

    private static func bytes(
        _ path: String, _ status: FileStatus, _ seen: inout Set<UInt64>
    ) -> Int64 {
        if status.type != S_IFDIR {
            let isNew = status.linkCount < 2 || seen.insert(status.inode).inserted
            return isNew ? status.allocatedSize : 0
        }
        return File.names(in: path).reduce(status.allocatedSize) { total, name in
            guard let child = try? FileStatus(path: "\(path)/\(name)"),
                child.device == status.device
            else { return total }
            return total + bytes("\(path)/\(name)", child, &seen)
        }
    }
}
