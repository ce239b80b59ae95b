import Synchronization

/// Tells everybody who waits for a pull how far it is.
final class PullProgress: Sendable {
    typealias Observer = @Sendable (ImagePullProgress) -> Void

    private struct State {
        var observers: [String: [Int: Observer]] = [:]
        var number = 0
    }

    private let state = Mutex(State())

    /// - Returns: what to remove the observer by.
    func add(_ observer: @escaping Observer, to reference: String) -> Int {
        state.withLock { state in
            state.number += 1
            state.observers[reference, default: [:]][state.number] = observer
            return state.number
        }
    }

    func remove(_ number: Int, from reference: String) {
        state.withLock { state in
            state.observers[reference]?[number] = nil
            if state.observers[reference]?.isEmpty == true { state.observers[reference] = nil }
        }
    }

    func report(_ progress: ImagePullProgress, of reference: String) {
        let observers = state.withLock { $0.observers[reference]?.values.map(\.self) ?? [] }
        for observer in observers { observer(progress) }
    }
}
