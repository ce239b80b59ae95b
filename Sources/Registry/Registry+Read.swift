import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func get(
        _ type: ResourceType, namespace: String?, name: String
    ) async throws -> JSONValue {
        if type == .eventsV1 { return try await eventsView.get(namespace: namespace, name: name) }
        _ = try strategy(of: type)
        return try await stored(type, namespace, name).presented
    }

    /// All objects of a type, of which only what `projection` asks for is read; they have no version.
    public func list(
        _ type: ResourceType, namespace: String?, reading projection: JSONProjection
    ) async throws -> [JSONValue] {
        _ = try strategy(of: type)
        do throws(ObjectStoreError) {
            return try await store.list(
                type: type.qualifiedName, namespace: namespace, reading: projection
            ).map(\.object)
        } catch {
            throw APIError(error, type: type)
        }
    }

    public func getText(
        _ type: ResourceType, namespace: String?, name: String
    ) async throws -> [UInt8] {
        if type == .eventsV1 {
            return try await eventsView.get(namespace: namespace, name: name).serializedBytes()
        }
        _ = try strategy(of: type)
        do throws(ObjectStoreError) {
            guard let found = try await store.getBytes(key(type, namespace, name)) else {
                throw .notFound(key(type, namespace, name))
            }
            return found.text
        } catch {
            throw APIError(error, type: type)
        }
    }

    public func list(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectList {
        if type == .eventsV1 {
            return try await eventsView.list(namespace: namespace, options: options)
        }
        let page = try await page(type, namespace, options)
        var items: [JSONValue] = []
        items.reserveCapacity(page.rows.count)
        do throws(ObjectStoreError) {
            for row in page.rows {
                if let object = row.object {
                    items.append(object.presented)
                } else {
                    items.append(try row.bytes.parsed().presented)
                }
            }
        } catch {
            throw APIError(error, type: type)
        }
        return ObjectList(
            items: items, resourceVersion: page.resourceVersion, continueToken: page.continueToken,
            remainingItemCount: page.remainingItemCount)
    }

    public func listText(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectListText {
        if type == .eventsV1 {
            return ObjectListText(
                try await eventsView.list(namespace: namespace, options: options))
        }
        let page = try await page(type, namespace, options)
        var list = ObjectListText(
            items: [], ranges: [], resourceVersion: page.resourceVersion,
            continueToken: page.continueToken, remainingItemCount: page.remainingItemCount)
        list.items.reserveCapacity(page.rows.reduce(0) { $0 + $1.bytes.count + 48 })
        list.ranges.reserveCapacity(page.rows.count)
        for row in page.rows { list.append(row.bytes.append) }
        return list
    }

    /// Objects read at once where selectors may drop many of them.
    private static let searchSize = 500

    private func page(
        _ type: ResourceType, _ namespace: String?, _ options: ListOptions
    ) async throws -> Page {
        _ = try strategy(of: type)
        let selection = try Selection(options, type: type)
        let start = try Self.start(of: options, type)
        var page = Page(after: start.after, version: start.version)
        let limit = options.limit > 0 ? options.limit : nil
        // Objects that are not selected do not count: the store is read on until the page is full.
        repeat {
            let rest = limit.map { $0 - page.rows.count }
            let found = try await read(
                type, selection.namespace ?? namespace, page,
                limit: selection.isEverything ? rest : rest.map { max($0, Self.searchSize) },
                containing: selection.requiredTexts, isContinued: start.after != nil)
            if let least = start.leastVersion, found.version < least {
                throw APIError.tooLargeVersion(least, current: found.version)
            }
            do throws(ObjectStoreError) {
                try page.take(found, selection, limit: rest)
            } catch {
                throw APIError(error, type: type)
            }
        } while page.hasMore && page.rows.count < limit ?? 0
        return page
    }

    /// Where a list begins and which version it shows (GetList in apiserver/pkg/storage/etcd3).
    ///
    /// - Returns: the last object of the page before, the version to show (nil for the newest), and
    ///   the version that there must be.
    private static func start(
        of options: ListOptions, _ type: ResourceType
    ) throws -> (after: ObjectKey?, version: Int64?, leastVersion: Int64?) {
        try ListOptionsReview.checkList(options)
        let asked = try ListOptionsReview.version(options.resourceVersion) ?? 0
        if let text = options.continueToken {
            guard asked == 0 else {
                throw APIError.badRequest(
                    "specifying resource version is not allowed when using continue")
            }
            let token = try ContinueToken(parsing: text)
            return (token.key(type), token.version, token.version)
        }
        guard asked > 0 else { return (nil, nil, nil) }
        let isExact =
            options.resourceVersionMatch == "Exact"
            || options.resourceVersionMatch == nil && options.limit > 0
        return (nil, isExact ? asked : nil, asked)
    }

    private func read(
        _ type: ResourceType, _ namespace: String?, _ page: Page, limit: Int?,
        containing texts: [[UInt8]], isContinued: Bool
    ) async throws -> StoredList<StoredBytes> {
        do throws(ObjectStoreError) {
            return try await store.listBytes(
                type: type.qualifiedName, namespace: namespace, limit: limit, after: page.after,
                version: page.version, containing: texts)
        } catch .compacted {
            guard isContinued, let after = page.after else {
                throw APIError.expired("The resourceVersion for the provided list is too old.")
            }
            var error = APIError.expired(
                "The provided continue parameter is too old to display a consistent list result. "
                    + "You can start a new list without the continue parameter, or use the continue "
                    + "token in this response to retrieve the remainder of the results. Continuing "
                    + "with the provided token results in an inconsistent list - objects that were "
                    + "created, modified, or deleted between the time the first chunk was returned "
                    + "and now may show up in the list.")
            error.continueToken = ContinueToken(version: nil, after: after).text
            throw error
        } catch {
            throw APIError(error, type: type)
        }
    }
}

/// The page of a list as far as it is read.
private struct Page {
    /// `object` where the selectors had it read.
    var rows: [(bytes: StoredBytes, object: StoredObject?)] = []
    /// The last object that was looked at.
    var after: ObjectKey?
    var version: Int64?
    var hasMore = false
    /// How many follow after this page, where that is known.
    var remainingItemCount: Int?

    init(after: ObjectKey?, version: Int64?) {
        self.after = after
        self.version = version
    }

    var resourceVersion: String { String(version ?? 0) }

    var continueToken: String? {
        hasMore ? after.map { ContinueToken(version: version, after: $0).text } : nil
    }

    /// Adds what is selected of `found`.
    ///
    /// - Parameter limit: takes at most so many; what follows them is left for the next page.
    mutating func take(
        _ found: StoredList<StoredBytes>, _ selection: Selection, limit: Int?
    ) throws(ObjectStoreError) {
        version = found.version
        after = found.continueAfter
        hasMore = found.continueAfter != nil
        guard !selection.isEverything else {
            rows += found.objects.map { ($0, nil) }
            remainingItemCount = hasMore ? found.remaining : nil
            return
        }
        var left = limit ?? .max
        for bytes in found.objects where selection.mayMatch(bytes) {
            let object = try bytes.parsed()
            guard selection.matches(object.object) else { continue }
            guard left > 0 else {
                // The last one taken ends the page; this one begins the next.
                after = rows.last?.bytes.key
                hasMore = true
                return
            }
            rows.append((bytes, object))
            left -= 1
        }
    }
}

extension APIError {
    /// A version that was not given out yet (NewTooLargeResourceVersionError in
    /// apiserver/pkg/storage); clients ask again.
    static func tooLargeVersion(_ version: Int64, current: Int64) -> APIError {
        APIError(
            code: 504, reason: "Timeout",
            message: "Timeout: Too large resource version: \(version), current: \(current)",
            details: [
                "retryAfterSeconds": 1,
                "causes": [
                    [
                        "reason": "ResourceVersionTooLarge",
                        "message": "Too large resource version",
                    ]
                ],
            ])
    }
}
