import CSQLite

/// A value that a statement takes or gives.
enum Value: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    static func blob(_ bytes: [UInt8]?) -> Value {
        bytes.map { Value.blob($0) } ?? .null
    }
}

/// A compiled statement of one `Database`.
final class Statement {
    private let handle: OpaquePointer
    private unowned let database: Database

    init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Sets the values of `?` in their order.
    func bind(_ values: [Value]) throws(DatabaseError) {
        // SQLITE_TRANSIENT, a cast that the C importer leaves out: SQLite copies the bytes.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, index)
                case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
                case .text(let text): sqlite3_bind_text(handle, index, text, -1, copied)
                case .blob(let bytes):
                    sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), copied)
                }
            guard code == SQLITE_OK else { throw database.error(code) }
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: whether there is one.
    func step() throws(DatabaseError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = database.error(code)
            reset()
            throw error
        }
    }

    /// Ends the run and drops the bound values; a statement left in the middle of its rows would
    /// keep its read lock.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    func text(_ column: Int32) -> String {
        sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }

    /// The bytes of a column while the row is there, without copying them.
    func withBlob<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let count = Int(sqlite3_column_bytes(handle, column))
        return body(
            UnsafeRawBufferPointer(start: sqlite3_column_blob(handle, column), count: count))
    }

    /// Nil for SQL's NULL.
    func blob(_ column: Int32) -> [UInt8]? {
        guard sqlite3_column_type(handle, column) != SQLITE_NULL else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        guard count > 0, let bytes = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
