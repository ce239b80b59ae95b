import CSQLite

/// One connection to a SQLite database.
///
/// A connection is not safe to share between threads at once, so its owner uses it on one serial
/// dispatch queue only; that is what makes `@unchecked Sendable` sound.
final class Database: @unchecked Sendable {
    let path: String
    private let handle: OpaquePointer
    /// Statements compiled so far, by their text: each is compiled once and used again.
    private var statements: [String: Statement] = [:]
    /// Pages in the write-ahead log after the last commit of this connection.
    private(set) var logPages = 0

    /// Opens an existing database file.
    init(path: String, readOnly: Bool) throws(DatabaseError) {
        var handle: OpaquePointer?
        // Threads are kept apart by the owner's queue, so SQLite's own mutexes are left out.
        let flags = (readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = DatabaseError(path: path, code: code, handle: handle)
            sqlite3_close_v2(handle)
            throw error
        }
        self.path = path
        self.handle = handle
        sqlite3_extended_result_codes(handle, 1)
        // Only a second process (a backup, an inspection) can make a statement wait.
        sqlite3_busy_timeout(handle, 5_000)
    }

    /// Leaves moving the write-ahead log's pages into the database file to `checkpoint`, instead of
    /// having a commit do it whenever the log is long.
    func disableCheckpoints() {
        sqlite3_wal_hook(
            handle,
            { database, _, _, pages in
                if let database {
                    Unmanaged<Database>.fromOpaque(database).takeUnretainedValue()
                        .logPages = Int(pages)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Moves pages of the write-ahead log into the database file, as many as nobody reads.
    ///
    /// - Returns: whether nothing is left in the log, so that the next commit begins it anew.
    @discardableResult
    func checkpoint() -> Bool {
        var (all, done): (Int32, Int32) = (0, 0)
        // Another connection that does the same makes this one return at once.
        let code = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_PASSIVE, &all, &done)
        return code == SQLITE_OK && all == done
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// The compiled form of `sql`, reset and without bound values.
    func statement(_ sql: String) throws(DatabaseError) -> Statement {
        if let statement = statements[sql] {
            statement.reset()
            return statement
        }
        var compiled: OpaquePointer?
        let code = sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
        guard code == SQLITE_OK, let compiled else { throw error(code) }
        let statement = Statement(compiled, of: self)
        statements[sql] = statement
        return statement
    }

    /// Runs statements that have neither values nor rows.
    func execute(_ sql: String) throws(DatabaseError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// Runs one statement that changes rows.
    func run(_ sql: String, _ values: Value...) throws(DatabaseError) {
        let statement = try statement(sql)
        try statement.bind(values)
        _ = try statement.step()
        statement.reset()
    }

    /// Reads rows.
    func query<Row>(
        _ sql: String, _ values: Value..., read: (Statement) throws(DatabaseError) -> Row
    ) throws(DatabaseError) -> [Row] {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(values)
        var rows: [Row] = []
        while try statement.step() { rows.append(try read(statement)) }
        return rows
    }

    /// Carries out `body` in one transaction; an error rolls all of it back.
    ///
    /// - Parameter immediate: takes the write lock at once.
    func transaction<Result>(
        immediate: Bool = false, _ body: () throws(DatabaseError) -> Result
    ) throws(DatabaseError) -> Result {
        try execute(immediate ? "BEGIN IMMEDIATE" : "BEGIN")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // Some errors (a full disk among them) have rolled back by themselves.
            if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    func error(_ code: Int32) -> DatabaseError {
        DatabaseError(path: path, code: code, handle: handle)
    }
}
