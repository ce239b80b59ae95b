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
        var page = Page(after: token?.key(type), version: token?.version)
        let limit = options.limit > 0 ? options.limit : nil
        // Objects that are not selected do not count: the store is read on until the page is full.
        repeat {
            let rest = limit.map { $0 - page.objects.count }
            let found = try await read(
                type, selection.namespace ?? namespace, page,
                limit: selection.isEverything ? rest : rest.map { max($0, Self.searchSize) })
            page.take(found, selection, limit: rest)
        } while page.hasMore && page.objects.count < limit ?? 0
        return ObjectList(
            items: page.objects.map(\.presented), resourceVersion: String(page.version ?? 0),
            continueToken: page.hasMore
                ? page.after.map { ContinueToken(version: page.version ?? 0, after: $0).text }
                : nil,
            remainingItemCount: page.hasMore && selection.isEverything ? page.remaining : nil)
    }

    /// Objects read at once where selectors may drop many of them.
    private static let searchSize = 500

    private func read(
        _ type: ResourceType, _ namespace: String?, _ page: Page, limit: Int?
    ) async throws -> StoredList {
        do throws(ObjectStoreError) {
            return try await store.list(
                type: type.qualifiedName, namespace: namespace, limit: limit, after: page.after,
                version: page.version)
        } catch .compacted {
            throw APIError.expired(
                "The provided continue parameter is too old to display a consistent list result. "
                    + "You must start a new list without the continue parameter.")
        } catch {
            throw APIError(error, type: type)
        }
    }
}

/// The page of a list as far as it is read.
private struct Page {
    var objects: [StoredObject] = []
    /// The last object that was looked at.
    var after: ObjectKey?
    var version: Int64?
    var remaining = 0
    var hasMore = false

    init(after: ObjectKey?, version: Int64?) {
        self.after = after
        self.version = version
    }

    /// Adds what is selected of `found`.
    ///
    /// - Parameter limit: takes at most so many; what follows them is left for the next page.
    mutating func take(_ found: StoredList, _ selection: Selection, limit: Int?) {
        version = found.version
        after = found.continueAfter
        hasMore = found.continueAfter != nil
        remaining = found.remaining
        let selected =
            selection.isEverything
            ? found.objects : found.objects.filter { selection.matches($0.object) }
        guard let limit, selected.count > limit else {
            objects += selected
            return
        }
        objects += selected.prefix(limit)
        after = objects.last?.key
        hasMore = true
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
