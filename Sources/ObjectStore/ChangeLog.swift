import JSON

/// Applies mutations to the tables and gives out versions.
///
/// Used on the writer's queue only; that is what makes `@unchecked Sendable` sound.
final class ChangeLog: @unchecked Sendable {
    private let database: Database
    /// The newest version given out. It is the version of the log's last row, which compaction
    /// always keeps, so it never goes back, not even through a crash.
    private(set) var version: Int64
    private var oldest: Int64
    private let historyLimit: Int64

    init(database: Database, historyLimit: Int) throws(ObjectStoreError) {
        self.database = database
        self.historyLimit = Int64(historyLimit)
        do {
            // Version 1 is the empty database: Kubernetes gives "0" a meaning of its own.
            (oldest, version) =
                try database.query("SELECT min(version), max(version) FROM changes") {
                    row throws(DatabaseError) in
                    (max(row.integer(0), 1), max(row.integer(1), 1))
                }.first ?? (1, 1)
        } catch {
            throw ObjectStoreError(error)
        }
    }

    /// Pages in the write-ahead log.
    var pages: Int { database.logPages }

    /// Moves the write-ahead log into the database file, while nothing else is written.
    func checkpoint() {
        database.checkpoint()
    }

    /// All objects of a type as the last commit left them.
    func objects(of type: String) throws(ObjectStoreError) -> [StoredObject] {
        let rows: [StoredBytes]
        do {
            rows = try database.objects(
                type: type, namespace: nil, after: nil, limit: nil, containing: [])
        } catch {
            throw ObjectStoreError(error)
        }
        var objects: [StoredObject] = []
        for row in rows { objects.append(try row.parsed()) }
        return objects
    }

    /// As `objects`, one after the other, of which only what `projection` asks for is read.
    ///
    /// - Parameter body: is given an object or why it could not be read.
    func eachObject(
        of type: String, reading projection: JSONProjection,
        _ body: (Result<StoredObject, ObjectStoreError>) -> Void
    ) throws(ObjectStoreError) {
        do {
            try database.eachObject(type: type, namespace: nil, reading: projection, body)
        } catch {
            throw ObjectStoreError(error)
        }
    }

    /// Carries the transactions out in one durable transaction of the database.
    ///
    /// - Returns: for each the changes it made or why it was refused; where the database fails, that
    ///   failure for all of them, and nothing has changed.
    func append(_ transactions: [Transaction]) -> [Result<[Change], ObjectStoreError>] {
        let before = (version, oldest)
        do {
            return try database.transaction(immediate: true) { () throws(DatabaseError) in
                var results: [Result<[Change], ObjectStoreError>] = []
                for transaction in transactions { results.append(try apply(transaction)) }
                try compactIfDue()
                return results
            }
        } catch {
            (version, oldest) = before
            let failure = ObjectStoreError(error)
            return transactions.map { _ in .failure(failure) }
        }
    }

    private func apply(
        _ transaction: Transaction
    ) throws(DatabaseError) -> Result<[Change], ObjectStoreError> {
        if let refusal = try refusal(of: transaction) { return .failure(refusal) }
        var changes: [Change] = []
        for mutation in transaction.mutations { changes.append(try apply(mutation)) }
        return .success(changes)
    }

    private func apply(_ mutation: Mutation) throws(DatabaseError) -> Change {
        version += 1
        let key = mutation.key
        let (type, namespace, name) = (
            Value.text(key.type), Value.text(key.namespace), Value.text(key.name)
        )
        switch mutation.kind {
        case .created:
            try database.run(
                "INSERT INTO objects (type, namespace, name, version, body) VALUES (?, ?, ?, ?, ?)",
                type, namespace, name, .integer(version), .blob(mutation.body))
        case .updated:
            try database.run(
                """
                UPDATE objects SET version = ?, body = ?
                WHERE type = ? AND namespace = ? AND name = ?
                """,
                .integer(version), .blob(mutation.body), type, namespace, name)
        case .deleted:
            try database.run(
                "DELETE FROM objects WHERE type = ? AND namespace = ? AND name = ?",
                type, namespace, name)
        }
        try database.run(
            """
            INSERT INTO changes
            (version, kind, type, namespace, name, previous_version, body, previous_body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(version), .integer(mutation.kind.rawValue), type, namespace, name,
            .integer(mutation.previous?.version ?? 0), .blob(mutation.body),
            .blob(mutation.previousBody))
        return mutation.change(at: version)
    }

    /// Compares the versions that the caller read with those in the table.
    private func refusal(of transaction: Transaction) throws(DatabaseError) -> ObjectStoreError? {
        for required in transaction.required {
            if let refusal = try compare(required.key, expected: required.version) {
                return refusal
            }
        }
        for mutation in transaction.mutations {
            if let refusal = try compare(mutation.key, expected: mutation.previous?.version) {
                return refusal
            }
        }
        return nil
    }

    /// - Parameter expected: nil where there must be no object.
    private func compare(
        _ key: ObjectKey, expected: Int64?
    ) throws(DatabaseError) -> ObjectStoreError? {
        let current = try database.query(
            "SELECT version FROM objects WHERE type = ? AND namespace = ? AND name = ?",
            .text(key.type), .text(key.namespace), .text(key.name)
        ) { row throws(DatabaseError) in row.integer(0) }.first
        switch (expected, current) {
        case (nil, nil): return nil
        case (nil, .some): return .alreadyExists(key)
        case (.some, nil): return .notFound(key)
        case (.some(let expected), .some(let current)):
            return expected == current
                ? nil : .conflict(key, expected: expected, current: current)
        }
    }

    /// Cuts the log back to its limit, a tenth at a time so that few commits pay for it.
    private func compactIfDue() throws(DatabaseError) {
        guard version - oldest >= historyLimit + max(historyLimit / 10, 1) else { return }
        oldest = version - historyLimit + 1
        try database.run("DELETE FROM changes WHERE version < ?", .integer(oldest))
    }
}
