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
    case stop(container: String, id: String, StopReason, gracePeriod: Int64)
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
}
