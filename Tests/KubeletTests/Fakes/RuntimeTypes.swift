import ContainerRuntime

// The API's `Container` and the runtime's are told apart by this name.
typealias RuntimeContainer = Container
typealias RuntimeContainerState = ContainerState

extension Container {
    var isAlive: Bool {
        if case .running = state { true } else { false }
    }
}
