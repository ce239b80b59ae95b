/// The changes of one type after a version: first those of the log, then those to come, without a
/// gap and without a repeat.
///
/// Reading fails with `ObjectStoreError.compacted` where the log was cut meanwhile and with
/// `watcherTooSlow` where too much was left unread. It ends when the store is closed.
public struct ChangeSequence: AsyncSequence, Sendable {
    public typealias Element = Change
    public typealias Failure = any Error

    /// Rows of the log read at once.
    private static let pageLimit = 100

    let type: String
    let namespace: String?
    let after: Int64
    /// The log is read up to here; `live` has what came later.
    let liveAfter: Int64
    let live: WatchHub.Changes
    let reader: SnapshotReader

    public func makeAsyncIterator() -> Iterator {
        Iterator(sequence: self, position: after, live: live.makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        let sequence: ChangeSequence
        /// All changes up to here were given out.
        var position: Int64
        var page: ArraySlice<ChangeBytes> = []
        var live: WatchHub.Changes.AsyncIterator

        public mutating func next() async throws -> Change? {
            try await next(isolation: nil)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> Change? {
            if page.isEmpty, position < sequence.liveAfter {
                page = try await sequence.readPage(after: position)[...]
                if page.isEmpty { position = sequence.liveAfter }
            }
            if let change = page.popFirst() {
                position = change.current.version
                return try change.parsed()
            }
            while let change = try await live.next(isolation: actor) {
                guard change.version > position else { continue }
                position = change.version
                return change
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
