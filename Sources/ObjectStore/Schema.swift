import Glibc

/// The tables of the state database.
enum Schema {
    /// Kept in SQLite's `user_version`.
    static let format: Int64 = 1

    /// `objects` is what is; `changes` is how it came to be, for watches and for older pages of a
    /// list. Columns that are searched stand before the bodies, so that a scan reads no body.
    private static let tables = """
        CREATE TABLE objects (
            type TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            version INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX objects_by_key ON objects (type, namespace, name);
        CREATE TABLE changes (
            version INTEGER PRIMARY KEY, kind INTEGER NOT NULL,
            type TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            previous_version INTEGER NOT NULL, body BLOB NOT NULL, previous_body BLOB);
        PRAGMA user_version = 1;
        """

    /// Opens the writing connection, making file and tables where there are none.
    static func openWriter(path: String) throws(ObjectStoreError) -> Database {
        try makePrivateFile(path)
        do {
            let database = try Database(path: path, readOnly: false)
            try database.execute("PRAGMA journal_mode = WAL")
            // A commit is on the disk before it is acknowledged.
            try database.execute("PRAGMA synchronous = FULL")
            database.disableCheckpoints()
            try limitMemory(of: database)
            let found =
                try database.query("PRAGMA user_version") { row throws(DatabaseError) in
                    row.integer(0)
                }.first ?? 0
            if found == 0 {
                try database.transaction(immediate: true) { () throws(DatabaseError) in
                    try database.execute(tables)
                }
            }
            guard found <= format else {
                throw ObjectStoreError.newerFormat(path: path, found: found, known: format)
            }
            return database
        } catch let error as DatabaseError {
            throw ObjectStoreError(error)
        } catch let error as ObjectStoreError {
            throw error
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
    }

    /// Opens the connection of a `Checkpointer`.
    static func openCheckpointer(path: String) throws(ObjectStoreError) -> Database {
        do {
            let database = try Database(path: path, readOnly: false)
            try database.execute("PRAGMA synchronous = FULL")
            database.disableCheckpoints()
            return database
        } catch {
            throw ObjectStoreError(error)
        }
    }

    /// Opens a reading connection to a database that `openWriter` has opened before.
    static func openReader(path: String) throws(ObjectStoreError) -> Database {
        do {
            let database = try Database(path: path, readOnly: true)
            try limitMemory(of: database)
            return database
        } catch {
            throw ObjectStoreError(error)
        }
    }

    /// 1 MiB of pages a connection; the kernel's page cache holds the rest.
    private static func limitMemory(of database: Database) throws(DatabaseError) {
        try database.execute("PRAGMA cache_size = -1024")
    }

    /// Makes sure that the file exists and only its owner may read it: it holds Secrets.
    ///
    /// SQLite gives its journal files the mode of the database.
    private static func makePrivateFile(_ path: String) throws(ObjectStoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw .cannotOpen(path: path, reason: reason)
        }
        close(descriptor)
    }
}
