/// One step that a decision asks for. All are carried out beside each other; each reports back as
/// an event.
enum PodAction: Sendable, Hashable {
    case prepareVolumes
    /// Writes anew what the kubelet writes into volumes.
    case updateVolumes
    case createSandbox(attempt: Int)
    /// Removes a lost sandbox with its containers.
    case removeSandbox(id: String)
    /// Takes the network of a Pod down whose containers have all ended.
    case stopSandbox(id: String)
    /// Makes the image of a container available by its pull policy.
    case ensureImage(container: String)
    case launch(container: String, attempt: Int)
    /// Starts a container that was created before.
    case start(container: String, id: String)
    /// Begins the end of a container: tells about it and runs its preStop hook.
    case stop(container: String, id: String, StopReason, gracePeriod: Int64)
    /// Sends the stop signal of a container that is being ended.
    case signal(container: String, id: String, gracePeriod: Int64)
    /// Begins the end of all containers, to start all of them again.
    case restartAll(source: String)
    /// Removes all containers, which have ended; the one that brought it about last.
    case removeAll
    case terminate(Termination)
    /// No container runs any more.
    case settle
    /// Reports the last status, deletes the API object and removes all that the Pod had.
    case finish
    /// Decide again at this time, nanoseconds since 1970.
    case wake(at: Int64)
}

/// Why a container is stopped; becomes an event.
enum StopReason: Sendable, Hashable {
    case podEnds
    case definitionChanged
    /// It gets other resources by a restart.
    case resized
    case stateUnknown
    case livenessFailed(restarts: Bool)
    case startupFailed(restarts: Bool)
    case postStartFailed
    case allRestart
}
