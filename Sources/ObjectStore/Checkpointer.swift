import Dispatch
import Synchronization

/// Moves the write-ahead log's pages into the database file beside the writer.
///
/// That takes two waits for the disk and as many writes as there are pages. SQLite does it in the
/// commit that makes the log long, and those who wait for that commit would wait for it all.
final class Checkpointer: Sendable {
    private struct State {
        var isRunning = false
        /// Length of the log when it was last looked at.
        var pagesDone = 0
    }

    /// Pages that have come into the log since the last time; SQLite's number.
    private static let duePages = 1_000
    /// Pages from which the writer has to wait: a log that is always written to is never begun
    /// anew. 64 MiB.
    private static let limit = 16_000

    private let queue = DispatchQueue(label: "swiftlet.store.checkpoint", qos: .utility)
    private let state = Mutex(State())
    private let database: Database

    /// - Parameter database: a connection that is used for nothing else.
    init(database: Database) {
        self.database = database
    }

    /// Begins where it is time to.
    ///
    /// - Parameter pages: in the log after a commit.
    /// - Returns: whether the writer has to do it itself before it goes on.
    func isOverdue(pages: Int) -> Bool {
        let isDue = state.withLock { state in
            // The log was begun anew.
            if pages < state.pagesDone { state.pagesDone = 0 }
            guard !state.isRunning, pages - state.pagesDone >= Self.duePages else { return false }
            state.isRunning = true
            state.pagesDone = pages
            return true
        }
        if isDue {
            queue.async { [self] in
                database.checkpoint()
                state.withLock { $0.isRunning = false }
            }
        }
        return pages >= Self.limit
    }
}
