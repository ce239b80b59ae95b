import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func get(
        _ type: ResourceType, namespace: String?, name: String
    ) async throws -> JSONValue {
        _ = try strategy(of: type)
        return try await stored(type, namespace, name).presented
    }

    public func list(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectList {
        _ = try strategy(of: type)
        let selection = try Selection(options, type: type)
        let token = try options.continueToken.map { try ContinueToken(parsing: $0) }
        var page = StoredPage(after: token?.key(type), version: token?.version)
        let limit = options.limit > 0 ? options.limit : nil
        // Objects that are not selected do not count: pages are read until one is full.
        repeat {
            try await read(&page, type, selection.namespace ?? namespace, limit, selection)
        } while page.hasMore && page.objects.count < limit ?? 0
        return ObjectList(
            items: page.objects.map(\.presented), resourceVersion: String(page.version ?? 0),
            continueToken: page.hasMore
                ? page.after.map { ContinueToken(version: page.version ?? 0, after: $0).text }
                : nil,
            remainingItemCount: page.hasMore && selection.isEverything ? page.remaining : nil)
    }

    /// What was read of a page so far.
    private struct StoredPage {
        var objects: [StoredObject] = []
        var after: ObjectKey?
        var version: Int64?
        var remaining = 0
        var hasMore = false

        init(after: ObjectKey?, version: Int64?) {
            self.after = after
            self.version = version
        }
    }

    private func read(
        _ page: inout StoredPage, _ type: ResourceType, _ namespace: String?, _ limit: Int?,
        _ selection: Selection
    ) async throws {
        let found: StoredList
        do throws(ObjectStoreError) {
            found = try await store.list(
                type: type.qualifiedName, namespace: namespace,
                limit: limit.map { $0 - page.objects.count }, after: page.after,
                version: page.version)
        } catch .compacted {
            throw APIError.expired(
                "The provided continue parameter is too old to display a consistent list result. "
                    + "You must start a new list without the continue parameter.")
        } catch {
            throw APIError(error, type: type)
        }
        page.objects +=
            selection.isEverything
            ? found.objects : found.objects.filter { selection.matches($0.object) }
        page.after = found.continueAfter
        page.hasMore = found.continueAfter != nil
        page.version = found.version
        page.remaining = found.remaining
    }
}

extension StoredObject {
    /// The object as clients see it, with its version in it.
    var presented: JSONValue {
        var object = object
        object.set(.string(String(version)), at: "metadata", "resourceVersion")
        return object
    }
}
