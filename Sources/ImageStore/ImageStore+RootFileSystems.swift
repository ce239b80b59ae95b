import Glibc
import LinuxSystem
import OCI

extension ImageStore {
    public func prepareRootFileSystem(
        imageID: Digest, containerID: String, users: PinnedUserNamespace?
    ) async throws -> String {
        guard Self.isPlainName(containerID) else {
            throw ImageStoreError(.storage, "\"\(containerID)\" is no container id")
        }
        guard let entry = entry(imageID.description) else {
            throw ImageStoreError(.notFound, "there is no image \(imageID); pull it first")
        }
        let chain = entry.chain
        let isNew = containers[containerID] == nil
        // Before the first wait, so that no removal takes a layer away meanwhile.
        containers.updateValue(chain.last, forKey: containerID)
        noteUse(of: entry.id)
        do {
            let (store, stack, copies) = (
                rootFileSystemStore, stack(chain), configuration.copiesLayers
            )
            return try await callOnOwnThread {
                try store.prepare(
                    containerID, layers: stack, copying: copies, users: users)
            }
        } catch {
            if isNew { containers.removeValue(forKey: containerID) }
            throw ImageStoreError(error, otherwise: .storage)
                .prefixed("cannot make the root file system of container \(containerID)")
        }
    }

    public func writableLayer(containerID: String) -> String? {
        guard containers[containerID] != nil else { return nil }
        return rootFileSystemStore.path(containerID) + "/upper"
    }

    public func removeRootFileSystem(containerID: String) async throws {
        guard Self.isPlainName(containerID) else { return }
        let store = rootFileSystemStore
        do {
            try await blockingCall { try store.remove(containerID) }
        } catch {
            throw ImageStoreError(error, otherwise: .storage)
                .prefixed("cannot remove the root file system of container \(containerID)")
        }
        guard let top = containers.removeValue(forKey: containerID) ?? nil else { return }
        for entry in entries where entry.chain.last == top { noteUse(of: entry.id) }
        if !entries.contains(where: { $0.chain.contains(top) }) { await collectGarbage() }
    }

    /// Recorded on the disk with the next change of the images.
    private func noteUse(of id: Digest) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
        entries[index].lastUsedAt = Self.now()
    }

    public func rootFileSystems() -> [String] {
        containers.keys.sorted()
    }

    private static func isPlainName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128 && !text.hasPrefix(".")
            && text.utf8.allSatisfy {
                $0 < 0x80
                    && (Character(Unicode.Scalar($0)).isLetter
                        || Character(Unicode.Scalar($0)).isNumber || $0 == UInt8(ascii: "-")
                        || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "."))
            }
    }

    /// Mounts two empty folders on each other, to know at once rather than with the first Pod whether
    /// that works. To be called on a thread of its own.
    ///
    /// - Returns: why it does not; nil where it does.
    static func overlayFailure(_ root: String) throws -> ImageStoreError? {
        let folder = root + "/snapshots/overlay-check"
        defer { try? File.removeTree(folder) }
        for name in ["lower", "upper", "work", "merged"] {
            try File.makeFolders("\(folder)/\(name)")
        }
        do {
            try OverlayMount.check(folder)
            return nil
        } catch let error as ImageStoreError where error.reason == .noOverlay {
            return error
        }
    }
}
