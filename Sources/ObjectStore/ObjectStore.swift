import Glibc
import JSON

/// Durable API objects in one SQLite file, with a change log that gives `resourceVersion` and
/// watch history.
///
/// One counter serves all types: each change takes the next version, strictly increasing through
/// restarts and crashes. A change is on the disk before it is acknowledged and before a watcher
/// sees it.
public final class ObjectStore: Sendable {
    private let reader: SnapshotReader
    private let log: ChangeLog
    private let commits: CommitQueue
    private let hub: WatchHub
    private let residents = ResidentObjects()
    private let followers = Followers()

    /// Opens the database, making it (mode 0600) where there is none.
    ///
    /// - Parameters:
    ///   - path: of the database file; its folder must exist.
    ///   - historyLimit: how many changes the log keeps for watches and pages of lists.
    ///   - watchBuffer: how many changes a watcher may leave unread.
    ///   - progressInterval: how often watchers are told the newest version.
    public init(
        path: String, historyLimit: Int = 10_000, watchBuffer: Int = 1_024,
        progressInterval: Duration = .seconds(60)
    ) throws(ObjectStoreError) {
        let log = try ChangeLog(
            database: try Schema.openWriter(path: path), historyLimit: historyLimit)
        let hub = WatchHub(
            version: log.version, bufferLimit: watchBuffer, progressInterval: progressInterval)
        reader = SnapshotReader(database: try Schema.openReader(path: path))
        self.log = log
        let checkpointer = Checkpointer(database: try Schema.openCheckpointer(path: path))
        commits = CommitQueue(log: log, checkpointer: checkpointer) {
            [residents, followers] changes in
            residents.apply(changes)
            followers.tell(changes)
            hub.publish(changes)
        }
        self.hub = hub
    }

    deinit {
        hub.close()
    }

    /// Ends all watches, so that those who serve them can end too. Reads and writes go on.
    public func endWatches() {
        hub.close()
    }

    /// The newest version.
    public var version: Int64 { hub.version }

    /// Keeps all objects of `types` in memory from now on: a read of one by its name then costs no
    /// read of the database, and `resident` gives all at once. Meant for a daemon's start: it waits
    /// for the disk.
    public func keepInMemory(_ types: some Sequence<String>) throws(ObjectStoreError) {
        let result: Result<Void, ObjectStoreError> = commits.withoutWrites {
            do throws(ObjectStoreError) {
                for type in types { residents.keep(type, try log.objects(of: type)) }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Gives all objects of a type, one after the other, and from then on each change of it, in
    /// order, before the commit is answered. Meant for a daemon's start: it waits for the disk.
    ///
    /// - Parameters:
    ///   - projection: what is read of the objects that are there; of changes everything is.
    ///   - present: is given an object, or why it could not be read (`damaged`).
    ///   - change: holds up all writes while it runs.
    public func follow(
        _ type: String, reading projection: JSONProjection = .all,
        present: (Result<StoredObject, ObjectStoreError>) -> Void,
        change: @escaping @Sendable (Change) -> Void
    ) throws(ObjectStoreError) {
        let result: Result<Void, ObjectStoreError> = commits.withoutWrites {
            do throws(ObjectStoreError) {
                try log.eachObject(of: type, reading: projection, present)
                followers.add(type, change)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    // MARK: - Reads

    public func get(_ key: ObjectKey) async throws(ObjectStoreError) -> StoredObject? {
        if let found = residents.get(key) { return found }
        return try await getBytes(key)?.parsed()
    }

    /// As `get`, for callers that pass the text on unread.
    public func getBytes(_ key: ObjectKey) async throws(ObjectStoreError) -> StoredBytes? {
        try await reader.read { database throws(DatabaseError) in try database.object(key) }
    }

    /// Lists objects in the order of namespace and name, all as they were at one version.
    ///
    /// - Parameters:
    ///   - namespace: nil lists all namespaces.
    ///   - limit: at most so many; nil is all.
    ///   - after: `continueAfter` of the page before.
    ///   - version: of the page before; the answer shows that version again, and fails with
    ///     `compacted` where the log no longer reaches back.
    public func list(
        type: String, namespace: String? = nil, limit: Int? = nil, after: ObjectKey? = nil,
        version: Int64? = nil
    ) async throws(ObjectStoreError) -> StoredList<StoredObject> {
        let page = try await listBytes(
            type: type, namespace: namespace, limit: limit, after: after, version: version)
        var objects: [StoredObject] = []
        objects.reserveCapacity(page.objects.count)
        for row in page.objects { objects.append(try row.parsed()) }
        return StoredList(
            objects: objects, version: page.version, continueAfter: page.continueAfter,
            remaining: page.remaining)
    }

    /// Lists all objects, of which only what `projection` asks for is read.
    ///
    /// - Parameter namespace: nil lists all namespaces.
    public func list(
        type: String, namespace: String? = nil, reading projection: JSONProjection
    ) async throws(ObjectStoreError) -> [StoredObject] {
        let result = try await reader.read { database throws(DatabaseError) in
            var objects: [StoredObject] = []
            var failure: ObjectStoreError?
            try database.eachObject(type: type, namespace: namespace, reading: projection) {
                switch $0 {
                case .success(let object): objects.append(object)
                case .failure(let error): failure = error
                }
            }
            return failure.map { Result<[StoredObject], _>.failure($0) } ?? .success(objects)
        }
        return try result.get()
    }

    /// As `list`, for callers that pass the texts on unread.
    ///
    /// - Parameter texts: without a limit, objects may be left out that have not all of these in
    ///   their text.
    public func listBytes(
        type: String, namespace: String? = nil, limit: Int? = nil, after: ObjectKey? = nil,
        version: Int64? = nil, containing texts: [[UInt8]] = []
    ) async throws(ObjectStoreError) -> StoredList<StoredBytes> {
        let query = ListQuery(
            type: type, namespace: namespace, limit: limit, after: after, version: version,
            texts: texts)
        let page = try await reader.read { database throws(DatabaseError) in
            try ListPage.read(query, from: database)
        }
        return try page.list()
    }

    /// All objects of all types whose stored form has one of the texts in it. Looks through every
    /// object's bytes, but parses only what it finds.
    public func list(containing texts: [String]) async throws(ObjectStoreError) -> [StoredObject] {
        let rows = try await reader.read { database throws(DatabaseError) in
            try database.objects(containing: texts.map { Array($0.utf8) })
        }
        var objects: [StoredObject] = []
        for row in rows { objects.append(try row.parsed()) }
        return objects
    }

    /// An object of a type that is kept in memory; nil where it is not there or not kept.
    public func resident(_ type: String, namespace: String = "", name: String) -> StoredObject? {
        residents.get(ObjectKey(type: type, namespace: namespace, name: name)) ?? nil
    }

    /// The objects of a type that is kept in memory, in the order of namespace and name; nil where
    /// the type is not kept.
    ///
    /// - Parameter namespace: nil gives all namespaces.
    public func resident(_ type: String, namespace: String? = nil) -> [StoredObject]? {
        residents.list(type, namespace: namespace)
    }

    /// The changes of one type.
    ///
    /// - Parameters:
    ///   - namespace: nil watches all namespaces.
    ///   - after: a version that a list or a change told.
    ///   - duration: ends the watch after so long; nil leaves it open.
    public func watch(
        type: String, namespace: String? = nil, after version: Int64, for duration: Duration? = nil
    ) async throws(ObjectStoreError) -> ChangeSequence {
        let (live, newest) = hub.subscribe(type: type, namespace: namespace, for: duration)
        guard version <= newest else {
            // The change may be committed and just about to be published.
            let current = try await reader.read { database throws(DatabaseError) in
                try database.newestVersion()
            }
            guard version <= current else {
                throw .futureVersion(requested: version, current: current)
            }
            return ChangeSequence(
                type: type, namespace: namespace, after: version, liveAfter: version,
                live: live, reader: reader)
        }
        if version < newest {
            let oldest = try await reader.read { database throws(DatabaseError) in
                try database.oldestVersion()
            }
            if let oldest, version + 1 < oldest {
                throw .compacted(requested: version, oldest: oldest - 1)
            }
        }
        return ChangeSequence(
            type: type, namespace: namespace, after: version, liveAfter: newest, live: live,
            reader: reader)
    }

    // MARK: - Writes

    /// Carries writes of different objects out together or not at all.
    ///
    /// - Parameter required: other objects that must still be as they were read.
    /// - Returns: the objects in the order of the writes.
    /// - Throws: `alreadyExists`; `conflict` or `notFound` with the key of the write or of the
    ///   required object that was changed meanwhile.
    @discardableResult
    public func commit(
        _ writes: [StoreWrite], requiring required: [StoredObject] = []
    ) async throws(ObjectStoreError) -> [StoredObject] {
        try await commits.commit(Transaction(writes, requiring: required)).map(\.current)
    }

    /// As `commit`, with all that is known of the changes.
    public func change(
        _ writes: [StoreWrite], requiring required: [StoredObject] = []
    ) async throws(ObjectStoreError) -> [Change] {
        try await commits.commit(Transaction(writes, requiring: required))
    }

    /// - Parameter required: another object that must still be as it was read, for example the
    ///   namespace; checked in the same transaction.
    /// - Returns: the object at its first version.
    /// - Throws: `alreadyExists`; `conflict` or `notFound` with the key of `required`.
    public func create(
        _ key: ObjectKey, _ object: JSONValue, requiring required: StoredObject? = nil
    ) async throws(ObjectStoreError) -> StoredObject {
        try await write(.create(key, object), requiring: required.map { [$0] } ?? [])
    }

    /// Puts `object` in the place of `previous`.
    ///
    /// - Throws: `conflict` where it was changed since, `notFound` where it is gone.
    public func update(
        _ previous: StoredObject, to object: JSONValue
    ) async throws(ObjectStoreError) -> StoredObject {
        try await write(.update(previous, to: object))
    }

    /// Removes `previous`.
    ///
    /// - Parameter last: what watchers are told was the object's last form; nil takes `previous`.
    /// - Returns: that last form at the version of the deletion.
    /// - Throws: `conflict` where it was changed since, `notFound` where it is gone.
    @discardableResult
    public func delete(
        _ previous: StoredObject, last: JSONValue? = nil
    ) async throws(ObjectStoreError) -> StoredObject {
        try await write(.delete(previous, last: last))
    }

    /// A transaction of one write.
    private func write(
        _ write: StoreWrite, requiring required: [StoredObject] = []
    ) async throws(ObjectStoreError) -> StoredObject {
        try await commit([write], requiring: required)[0]
    }
}
