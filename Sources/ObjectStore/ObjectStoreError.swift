import CSQLite

/// Why the store refuses or fails.
public enum ObjectStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    case alreadyExists(ObjectKey)
    case notFound(ObjectKey)
    /// The object is no longer at the version that the caller read.
    case conflict(ObjectKey, expected: Int64, current: Int64)
    /// Changes after `requested` are no longer all in the log, whose oldest version is `oldest`.
    case compacted(requested: Int64, oldest: Int64)
    /// `requested` was never given out: the client speaks of another database.
    case futureVersion(requested: Int64, current: Int64)
    /// A watcher left more changes unread than its buffer holds.
    case watcherTooSlow(limit: Int)
    /// An object's bytes are not JSON.
    case damaged(ObjectKey, reason: String)
    case cannotOpen(path: String, reason: String)
    /// The file is not a database or is broken.
    case unreadable(path: String, reason: String)
    /// The file was written by a later release.
    case newerFormat(path: String, found: Int64, known: Int64)
    /// A read or write failed; nothing of a failed write is kept.
    case failed(path: String, code: Int32, reason: String)

    public var description: String {
        switch self {
        case .alreadyExists(let key): "\(key) already exists"
        case .notFound(let key): "\(key) not found"
        case .conflict(let key, let expected, let current):
            "\(key) is at version \(current), not \(expected)"
        case .compacted(let requested, let oldest):
            "too old resource version: \(requested) (\(oldest))"
        case .futureVersion(let requested, let current):
            "too large resource version: \(requested), current: \(current)"
        case .watcherTooSlow(let limit): "the watcher left more than \(limit) changes unread"
        case .damaged(let key, let reason): "the stored form of \(key) cannot be read: \(reason)"
        case .cannotOpen(let path, let reason): "cannot open the state database \(path): \(reason)"
        case .unreadable(let path, let reason):
            "the state database \(path) cannot be read (\(reason)); "
                + "put a copy in its place, or move it away to start with an empty one"
        case .newerFormat(let path, let found, let known):
            "the state database \(path) has format \(found), and this release knows up to "
                + "\(known); run the release that wrote it, or a later one"
        case .failed(let path, SQLITE_FULL, _):
            "the disk that holds the state database \(path) is full, and nothing was changed; "
                + "free some space and try again"
        case .failed(let path, let code, let reason):
            "the state database \(path) failed: \(reason) (SQLite code \(code)); "
                + "check the free space and the health of its disk"
        }
    }
}

extension ObjectStoreError {
    init(_ error: DatabaseError) {
        self =
            error.isUnreadable
            ? .unreadable(path: error.path, reason: error.reason)
            : .failed(path: error.path, code: error.code, reason: error.reason)
    }
}
