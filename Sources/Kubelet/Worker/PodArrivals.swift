import Synchronization

/// Lets requests wait for Pods that are in the API and that the kubelet has not taken notice of yet.
final class PodArrivals: Sendable {
    private struct State {
        var waiters: [String: [Int: Latch]] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    /// The Pod with this UID is known now.
    func note(_ uid: String) {
        let waiters = state.withLock { $0.waiters.removeValue(forKey: uid) ?? [:] }
        for waiter in waiters.values { waiter.open() }
    }

    /// Returns when the Pod is known, or after `limit`.
    ///
    /// - Parameter isKnown: asked once this would no longer be missed.
    func wait(for uid: String, atMost limit: Duration, unless isKnown: () -> Bool) async {
        let latch = Latch()
        let number = state.withLock { state in
            state.nextNumber += 1
            state.waiters[uid, default: [:]][state.nextNumber] = latch
            return state.nextNumber
        }
        if !isKnown() { await latch.wait(atMost: limit) }
        state.withLock { state in
            state.waiters[uid]?[number] = nil
            if state.waiters[uid]?.isEmpty == true { state.waiters[uid] = nil }
        }
    }
}
