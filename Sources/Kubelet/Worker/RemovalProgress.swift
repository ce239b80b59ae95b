import Synchronization

/// Where the step is that removes what a Pod has on this machine, in words for its events.
final class RemovalProgress: Sendable {
    enum Step: String, Sendable {
        case sandbox = "its containers and its network to be removed"
        case files = "its volumes and files to be removed"
    }

    private let state = Mutex(Step.sandbox)

    var step: Step { state.withLock { $0 } }

    func begin(_ step: Step) {
        state.withLock { $0 = step }
    }
}
