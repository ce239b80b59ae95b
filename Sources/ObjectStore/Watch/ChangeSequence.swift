/// What a watch tells.
public enum WatchNotice: Sendable, Hashable {
    case change(Change)
    /// All changes up to this version have been told; sent from time to time, so that a watcher of
    /// objects that seldom change can begin again from a version that the log still holds.
    case progress(Int64)

    var version: Int64 {
        switch self {
        case .change(let change): change.version
        case .progress(let version): version
        }
    }
}

/// The changes of one type after a version: first those of the log, then those to come, without a
/// gap and without a repeat.
///
/// Reading fails with `ObjectStoreError.compacted` where the log was cut meanwhile and with
/// `watcherTooSlow` where too much was left unread. It ends when the store is closed.
public struct ChangeSequence: AsyncSequence, Sendable {
    public typealias Element = WatchNotice
    public typealias Failure = any Error

    /// Rows of the log read at once.
    private static let pageLimit = 100

    let type: String
    let namespace: String?
    let after: Int64
    /// The log is read up to here; `live` has what came later.
    let liveAfter: Int64
    let live: WatchHub.Notices
    let reader: SnapshotReader

    public func makeAsyncIterator() -> Iterator {
        Iterator(sequence: self, position: after, live: live.makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        let sequence: ChangeSequence
        /// All changes up to here were given out.
        var position: Int64
        var page: ArraySlice<ChangeBytes> = []
        var live: WatchHub.Notices.AsyncIterator

        public mutating func next() async throws -> WatchNotice? {
            try await next(isolation: nil)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> WatchNotice? {
            if page.isEmpty, position < sequence.liveAfter {
                page = try await sequence.readPage(after: position)[...]
                if page.isEmpty { position = sequence.liveAfter }
            }
            if let change = page.popFirst() {
                position = change.current.version
                return .change(try change.parsed())
            }
            while let notice = try await live.next(isolation: actor) {
                if case .change = notice, notice.version <= position { continue }
                position = Swift.max(position, notice.version)
                return notice
            }
            return nil
        }
    }

    private func readPage(after position: Int64) async throws(ObjectStoreError) -> [ChangeBytes] {
        let (rows, oldest) = try await reader.read { [self] database throws(DatabaseError) in
            let rows = try database.changes(
                type: type, namespace: namespace, after: position, through: liveAfter,
                limit: Self.pageLimit)
            return (rows, try database.oldestVersion())
        }
        if let oldest, position + 1 < oldest {
            throw .compacted(requested: position, oldest: oldest - 1)
        }
        return rows
    }
}
