/// Why a call of the container runtime failed.
public enum RuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
    case noSuchSandbox(String)
    case sandboxNotReady(String)
    case noSuchContainer(String)
    /// The container is not in the state that the call needs.
    case wrongState(containerID: String, String)
    case startFailed(String)
    /// It is still there after SIGKILL.
    case notStoppable(containerID: String)
    case noRuntime([String])
    case noHandler(String, known: [String])
    /// A command could not be run in a container; in runc's words where they are known.
    case execFailed(String)
    /// A command took longer than it may, and was killed.
    case execTimedOut(command: [String], after: Duration)
    /// A client is no longer attached to a container that runs on.
    case attachEnded(String)
    case network(String)
    case seccompProfile(String, cause: String)
    /// A container cannot have its AppArmor profile.
    case appArmor(String)
    case noUserNamespaces
    /// Mounts would not be seen where the container asks for it.
    case noPropagation(String)

    public var description: String {
        switch self {
        case .noSuchSandbox(let id): "no Pod sandbox \(id)"
        case .sandboxNotReady(let id): "Pod sandbox \(id) is stopped: make a new one"
        case .noSuchContainer(let id): "no container \(id)"
        case .wrongState(let id, let state): "container \(id) is \(state)"
        case .startFailed(let reason): reason
        case .notStoppable(let id):
            "container \(id) is still there after SIGKILL: a process of it waits in the kernel"
        case .noRuntime(let reasons):
            "no OCI runtime works here: \(reasons.joined(separator: "; ")); install crun or runc"
        case .execFailed(let reason):
            "OCI runtime exec failed: exec failed: unable to start container process: "
                + "\(reason): unknown"
        case .execTimedOut(let command, let duration):
            "command \(command.joined(separator: " ")) timed out after \(duration)"
        case .attachEnded(let reason): reason
        case .noHandler(let name, let known):
            "no runtime for \"\(name)\" is configured: handlers are "
                + known.joined(separator: ", ")
        case .network(let reason), .noPropagation(let reason), .appArmor(let reason): reason
        case .noUserNamespaces:
            "this kernel cannot change the owners of mounts, which hostUsers: false needs; "
                + "Linux 6.3 can"
        case .seccompProfile(let path, let cause):
            "cannot load seccomp profile \"\(path)\": \(cause)"
        }
    }
}
