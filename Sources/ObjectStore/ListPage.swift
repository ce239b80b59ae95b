/// What a list is limited to.
struct ListQuery: Sendable {
    var type: String
    /// Nil is all namespaces.
    var namespace: String?
    /// Nil is no limit.
    var limit: Int?
    /// The last object of the page before.
    var after: ObjectKey?
    /// The version of the page before.
    var version: Int64?
    /// Where there is no limit, objects may be left out that have not all of these in their text.
    var texts: [[UInt8]] = []
}

/// One page of a list as it was at one version.
struct ListPage: Sendable {
    private var rows: [StoredBytes] = []
    private var version: Int64
    private var continueAfter: ObjectKey?
    private var remaining = 0
    /// More are not there: a client may ask for any number.
    private static let mostRows = Int(Int32.max)
    /// Set where the log no longer reaches back to the version asked for.
    private var oldest: Int64?

    private init(version: Int64) {
        self.version = version
    }

    /// Reads a page within the transaction that the caller holds.
    static func read(
        _ query: ListQuery, from database: Database
    ) throws(DatabaseError) -> ListPage {
        let newest = try database.newestVersion()
        if let version = query.version, version < newest {
            return try past(query, from: database, at: version, newest: newest)
        }
        var page = ListPage(version: newest)
        // One more than asked for tells whether there is more.
        page.rows = try database.objects(
            type: query.type, namespace: query.namespace, after: query.after,
            limit: query.limit.map { min($0, mostRows) + 1 },
            containing: query.limit == nil ? query.texts : [])
        page.remaining = try page.cut(to: query, in: database)
        return page
    }

    /// An older version: what is there now, with the changes since taken back.
    private static func past(
        _ query: ListQuery, from database: Database, at version: Int64, newest: Int64
    ) throws(DatabaseError) -> ListPage {
        var page = ListPage(version: version)
        if let oldest = try database.oldestVersion(), version + 1 < oldest {
            page.oldest = oldest - 1
            return page
        }
        let changes = try database.changes(
            type: query.type, namespace: query.namespace, after: version, through: newest,
            limit: -1)
        // The first change after the version knows what was there before.
        var before: [ObjectKey: StoredBytes?] = [:]
        for change in changes where before[change.current.key] == nil {
            before[change.current.key] = .some(change.previous)
        }
        let unchanged = try database.objects(
            type: query.type, namespace: query.namespace, after: query.after,
            limit: query.limit.map { min($0, mostRows) + before.count + 1 }, containing: []
        ).filter { before[$0.key] == nil }
        let restored = before.values.compactMap { $0 }.filter { row in
            query.after.map { $0 < row.key } ?? true
        }
        page.rows = (unchanged + restored).sorted { $0.key < $1.key }
        let countNow = try page.cut(to: query, in: database)
        guard let end = page.continueAfter else { return page }
        let created = changes.filter { $0.kind == .created && end < $0.current.key }.count
        let deleted = changes.filter { $0.kind == .deleted && end < $0.current.key }.count
        page.remaining = countNow - created + deleted
        return page
    }

    /// Cuts the rows to the limit and notes where the next page begins.
    ///
    /// - Returns: how many objects there are after the page now.
    private mutating func cut(
        to query: ListQuery, in database: Database
    ) throws(DatabaseError) -> Int {
        guard let limit = query.limit, rows.count > limit else { return 0 }
        rows.removeLast(rows.count - limit)
        guard let end = rows.last?.key else { return 0 }
        continueAfter = end
        return try database.count(type: query.type, namespace: query.namespace, after: end)
    }

    /// - Throws: `compacted`.
    func list() throws(ObjectStoreError) -> StoredList<StoredBytes> {
        if let oldest { throw .compacted(requested: version, oldest: oldest) }
        return StoredList(
            objects: rows, version: version, continueAfter: continueAfter, remaining: remaining)
    }
}
