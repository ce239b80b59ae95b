import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func watch(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        _ = try strategy(of: type)
        let selection = try Selection(options, type: type)
        let namespace = selection.namespace ?? namespace
        var initial: [StoredObject] = []
        let version: Int64
        let asked = try Self.version(options.resourceVersion)
        if let asked, !options.sendInitialEvents {
            version = asked
        } else {
            let list = try await readAll(type, namespace)
            initial = list.objects.filter { selection.matches($0.object) }
            version = list.version
        }
        do throws(ObjectStoreError) {
            let changes = try await store.watch(
                type: type.qualifiedName, namespace: namespace, after: version,
                for: options.timeoutSeconds.map { .seconds($0) })
            let feed = WatchFeed(
                type: type, selection: selection, initial: initial, initialVersion: version,
                marksInitialEvents: options.sendInitialEvents,
                sendsBookmarks: options.allowWatchBookmarks, changes: changes)
            return AsyncThrowingStream { try await feed.next() }
        } catch {
            throw APIError(error, type: type)
        }
    }

    /// - Returns: nil where the client leaves the version to the server ("" and "0").
    private static func version(_ text: String?) throws -> Int64? {
        guard let text, !text.isEmpty, text != "0" else { return nil }
        guard let version = Int64(text), version > 0 else {
            throw APIError.badRequest("Invalid value: \"\(text)\": invalid resource version")
        }
        return version
    }

    private func readAll(_ type: ResourceType, _ namespace: String?) async throws -> StoredList {
        do throws(ObjectStoreError) {
            return try await store.list(type: type.qualifiedName, namespace: namespace)
        } catch {
            throw APIError(error, type: type)
        }
    }
}
