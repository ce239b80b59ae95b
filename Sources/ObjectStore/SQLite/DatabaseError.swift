import CSQLite

/// What SQLite reports.
struct DatabaseError: Error, Equatable, CustomStringConvertible {
    var path: String
    /// SQLite's extended result code.
    var code: Int32
    var reason: String

    var description: String { "database \(path): \(reason) (SQLite code \(code))" }

    /// Whether the file itself is broken, rather than the operation or the machine.
    var isUnreadable: Bool {
        // The low byte of an extended code is the primary code.
        [SQLITE_NOTADB, SQLITE_CORRUPT].contains(code & 0xFF)
    }
}

extension DatabaseError {
    init(path: String, code: Int32, handle: OpaquePointer?) {
        let text = handle.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        self.init(path: path, code: code, reason: text.map { String(cString: $0) } ?? "unknown")
    }
}
