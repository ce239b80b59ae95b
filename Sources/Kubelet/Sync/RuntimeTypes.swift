import ContainerRuntime

// The API and the runtime both have a `Container`; in this module that name alone is the API's.

/// A container as the runtime has it.
typealias RuntimeContainer = Container
/// The runtime's state of a container.
typealias RuntimeContainerState = ContainerState

extension Container {
    var isRunning: Bool {
        if case .running = state { true } else { false }
    }

    /// Whether it was begun, whatever became of it.
    var hasStarted: Bool {
        if case .created = state { false } else { true }
    }

    /// How it ended; nil while it has not, or where that is not known.
    var exit: ContainerExit? {
        if case .exited(_, let exit) = state { exit } else { nil }
    }
}
