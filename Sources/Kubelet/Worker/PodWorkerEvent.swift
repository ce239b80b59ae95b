import ContainerRuntime
import KubernetesAPI

/// What a Pod's worker is told.
enum PodWorkerEvent: Sendable {
    case podChanged(Pod)
    /// The API object is gone.
    case podRemoved
    case containerExited(id: String)
    /// The time asked for has come, nanoseconds since 1970.
    case woken(at: Int64)
    case volumesFilled(VolumeContents, failures: [VolumeError])
    /// A ConfigMap or Secret has this version now; an empty one where there is none.
    case referenceChanged(ConfigurationReference, version: String)
    /// What the environment of a container that is being made comes from.
    case environmentRead(container: String, [ConfigurationReference: String])
    case sandboxStarted(Result<PodSandbox, StepError>)
    case sandboxRemoved(failure: String?)
    case sandboxStopped(failure: String?)
    /// Its containers can be started there no more.
    case sandboxEnded(id: String)
    /// It was begun at a time, nanoseconds since 1970.
    case imageEnsured(container: String, image: String, ImagePuller.Outcome, begunAt: Int64)
    /// A claim that the Pod waits for is another Pod's no more.
    case claimFreed
    /// Its postStart hook is still to come, and keeps the turn.
    case launched(container: String, ContainerLauncher.Outcome, StartTurn)
    /// The postStart hook has ended.
    case postStarted(container: String, id: String, HookFailure?)
    /// A probe has a new verdict.
    case probed(ProbeTarget, Bool)
    /// The preStop hook has ended.
    case preStopped(container: String, id: String, HookFailure?)
    case stopped(container: String, id: String, failure: String?)
    /// All containers are removed, to be started again.
    case allRemoved
    /// There may be room for the resources that were put off.
    case roomChanged
    /// Those who were told to end for the Pod have ended.
    case roomMade
    case resized([ResizePlan.Step], failure: String?)
    /// The Pod has to go, within so many seconds.
    case evicted(PodFailure, gracePeriod: Int64?)
    /// Everything the Pod had on this machine is removed.
    case cleaned(failure: String?)
    /// The API object is removed.
    case deleted(failure: String?)
}

/// Why a step on behalf of a Pod failed.
struct StepError: Error, Sendable, Hashable, CustomStringConvertible {
    /// As a waiting state has it.
    var reason: String
    var message: String

    var description: String { message }
}
