import Kubelet
import Synchronization

/// A clock that stands still until it is told to go on.
final class FakeClock: WallClock {
    private struct Sleeper {
        var until: Int64
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Int64
        var sleepers: [Int: Sleeper] = [:]
        var nextID = 0
    }

    private let state: Mutex<State>

    init(now: Int64 = 1_800_000_000_000_000_000) {
        state = Mutex(State(now: now))
    }

    func now() -> Int64 { state.withLock { $0.now } }

    func sleep(until time: Int64) async throws {
        let id = state.withLock {
            $0.nextID += 1
            return $0.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock {
                    if $0.now >= time || Task.isCancelled { return true }
                    $0.sleepers[id] = Sleeper(until: time, continuation: continuation)
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume()
        }
        try Task.checkCancellation()
    }

    func advance(seconds: Double) {
        let due = state.withLock { state -> [Sleeper] in
            state.now += Int64(seconds * 1e9)
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return Array(due.values)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// The times that are waited for, in seconds from now.
    var pending: [Double] {
        state.withLock { state in
            state.sleepers.values.map { Double($0.until - state.now) / 1e9 }.sorted()
        }
    }
}
