import Dispatch
import Synchronization

/// Hands committed changes to those who watch.
///
/// Each watcher has a buffer of bounded size. One that does not read is ended when its buffer is
/// full, so it neither holds up the writer nor grows memory.
final class WatchHub: Sendable {
    typealias Notices = AsyncThrowingStream<WatchNotice, any Error>

    private struct Watcher {
        var type: String
        var namespace: String?
        var continuation: Notices.Continuation
    }

    private struct State {
        var watchers: [Int: Watcher] = [:]
        var nextID = 0
        var version: Int64
        var isClosed = false
        /// Whether the next progress notice is on its way; there is none while nobody watches.
        var isProgressDue = false
    }

    private let state: Mutex<State>
    private let bufferLimit: Int
    private let progressInterval: Duration

    /// - Parameters:
    ///   - version: the newest version of the database that was opened.
    ///   - bufferLimit: how many notices a watcher may leave unread.
    ///   - progressInterval: how often watchers are told the newest version.
    init(version: Int64, bufferLimit: Int, progressInterval: Duration) {
        state = Mutex(State(version: version))
        self.bufferLimit = bufferLimit
        self.progressInterval = progressInterval
    }

    /// The newest version that was published.
    var version: Int64 { state.withLock(\.version) }

    var watcherCount: Int { state.withLock(\.watchers.count) }

    /// Begins to collect changes.
    ///
    /// - Parameter duration: ends the stream after so long.
    /// - Returns: the changes after `version`, which is the newest one published by then.
    func subscribe(
        type: String, namespace: String?, for duration: Duration? = nil
    ) -> (notices: Notices, version: Int64) {
        let (notices, continuation) = Notices.makeStream(
            bufferingPolicy: .bufferingOldest(bufferLimit))
        let watcher = Watcher(type: type, namespace: namespace, continuation: continuation)
        let (id, version) = state.withLock { state -> (Int?, Int64) in
            guard !state.isClosed else { return (nil, state.version) }
            state.nextID += 1
            state.watchers[state.nextID] = watcher
            return (state.nextID, state.version)
        }
        guard let id else {
            continuation.finish()
            return (notices, version)
        }
        // Told while the watching task's own lock is held, which a yield takes within ours: taking
        // ours here would let the two wait for each other for ever.
        continuation.onTermination = { [weak self] _ in
            DispatchQueue.global().async { [weak self] in self?.remove(id) }
        }
        if let duration { after(duration) { $0.end(id) } }
        scheduleProgress()
        return (notices, version)
    }

    func publish(_ changes: [Change]) {
        guard let newest = changes.last?.version else { return }
        // Yielding within the lock keeps changes and progress in their order.
        let overrun = state.withLock { state in
            state.version = newest
            let overrun = state.watchers.filter { !Self.deliver(changes, to: $0.value) }
            for id in overrun.keys { state.watchers[id] = nil }
            return overrun.values.map(\.continuation)
        }
        for continuation in overrun {
            continuation.finish(throwing: ObjectStoreError.watcherTooSlow(limit: bufferLimit))
        }
    }

    /// Ends all watches, and those begun later at once.
    func close() {
        let watchers = state.withLock { state in
            state.isClosed = true
            defer { state.watchers = [:] }
            return state.watchers
        }
        for watcher in watchers.values { watcher.continuation.finish() }
    }

    /// - Returns: whether the watcher's buffer took all that concern it.
    private static func deliver(_ changes: [Change], to watcher: Watcher) -> Bool {
        for change in changes
        where change.key.type == watcher.type
            && (watcher.namespace == nil || watcher.namespace == change.key.namespace)
        {
            if case .dropped = watcher.continuation.yield(.change(change)) { return false }
        }
        return true
    }

    private func scheduleProgress() {
        let mustSchedule = state.withLock { state in
            guard !state.isProgressDue, !state.watchers.isEmpty else { return false }
            state.isProgressDue = true
            return true
        }
        if mustSchedule { after(progressInterval) { $0.tellProgress() } }
    }

    private func tellProgress() {
        state.withLock { state in
            state.isProgressDue = false
            // A full buffer needs no notice: its watcher has changes to read.
            for watcher in state.watchers.values {
                watcher.continuation.yield(.progress(state.version))
            }
        }
        scheduleProgress()
    }

    /// Ends a watch whose time is over; the last notice lets the next watch begin where it ended.
    private func end(_ id: Int) {
        let watcher = state.withLock { state -> Watcher? in
            let watcher = state.watchers.removeValue(forKey: id)
            watcher?.continuation.yield(.progress(state.version))
            return watcher
        }
        watcher?.continuation.finish()
    }

    @discardableResult
    private func remove(_ id: Int) -> Watcher? {
        state.withLock { $0.watchers.removeValue(forKey: id) }
    }

    private func after(_ duration: Duration, _ body: @escaping @Sendable (WatchHub) -> Void) {
        let (seconds, attoseconds) = duration.components
        let deadline =
            DispatchTime.now()
            + .seconds(Int(clamping: seconds)) + .nanoseconds(Int(attoseconds / 1_000_000_000))
        DispatchQueue.global().asyncAfter(deadline: deadline) { [weak self] in
            if let self { body(self) }
        }
    }
}
