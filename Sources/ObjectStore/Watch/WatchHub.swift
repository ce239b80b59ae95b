import Synchronization

/// Hands committed changes to those who watch.
///
/// Each watcher has a buffer of bounded size. One that does not read is ended when its buffer is
/// full, so it neither holds up the writer nor grows memory.
final class WatchHub: Sendable {
    typealias Changes = AsyncThrowingStream<Change, any Error>

    private struct Watcher {
        var type: String
        var namespace: String?
        var continuation: Changes.Continuation
    }

    private struct State {
        var watchers: [Int: Watcher] = [:]
        var nextID = 0
        var version: Int64
        var isClosed = false
    }

    private let state: Mutex<State>
    private let bufferLimit: Int

    /// - Parameter version: the newest version of the database that was opened.
    init(version: Int64, bufferLimit: Int) {
        state = Mutex(State(version: version))
        self.bufferLimit = bufferLimit
    }

    /// The newest version that was published.
    var version: Int64 { state.withLock(\.version) }

    /// Begins to collect changes.
    ///
    /// - Returns: the changes after `version`, which is the newest one published by then.
    func subscribe(type: String, namespace: String?) -> (changes: Changes, version: Int64) {
        let (changes, continuation) = Changes.makeStream(
            bufferingPolicy: .bufferingOldest(bufferLimit))
        let (id, version) = state.withLock { state in
            let id = state.nextID
            state.nextID += 1
            if !state.isClosed {
                state.watchers[id] = Watcher(
                    type: type, namespace: namespace, continuation: continuation)
            }
            return (state.isClosed ? nil : id, state.version)
        }
        guard let id else {
            continuation.finish()
            return (changes, version)
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id) }
        return (changes, version)
    }

    func publish(_ changes: [Change]) {
        guard let newest = changes.last?.version else { return }
        // Continuations are used outside of the lock: ending one calls `remove`.
        let watchers = state.withLock { state in
            state.version = newest
            return state.watchers.filter { watcher in
                changes.contains { $0.key.type == watcher.value.type }
            }
        }
        for (id, watcher) in watchers where !deliver(changes, to: watcher) {
            remove(id)
            watcher.continuation.finish(
                throwing: ObjectStoreError.watcherTooSlow(limit: bufferLimit))
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

    var watcherCount: Int { state.withLock(\.watchers.count) }

    /// - Returns: whether the watcher's buffer took them all.
    private func deliver(_ changes: [Change], to watcher: Watcher) -> Bool {
        for change in changes
        where change.key.type == watcher.type
            && (watcher.namespace == nil || watcher.namespace == change.key.namespace)
        {
            if case .dropped = watcher.continuation.yield(change) { return false }
        }
        return true
    }

    private func remove(_ id: Int) {
        _ = state.withLock { $0.watchers.removeValue(forKey: id) }
    }
}
