import ContainerRuntime
import ImageStore
import KubernetesAPI
import KubernetesClient
import Logging

/// What the parts of the kubelet work with.
struct KubeletServices: Sendable {
    let configuration: KubeletConfiguration
    let client: any KubernetesClient
    let runtime: any ContainerRuntime
    let images: any ImageService
    let events: any PodEventSink
    let clock: any WallClock
    let references: ReferenceWatches
    let allocations: NodeAllocations
    let claims = ClaimHolders()
    let pulls: ImagePullQueue
    let commands: any ContainerCommands
    let checker: any HealthChecker
    let logger: Logger
    /// What the machine has left; given the folder of the images and the Pods' files.
    var observe: @Sendable (String) -> [EvictionSignal: EvictionObservation] = {
        MachineObservation.current(root: $0)
    }

    func directory(of uid: String) -> PodDirectory {
        PodDirectory(root: configuration.root, uid: uid)
    }

    /// Tells of something that is wrong with the machine.
    func nodeWarning(_ reason: String, _ message: String) {
        nodeEvent("Warning", reason, message)
    }

    /// Tells of something about the machine.
    ///
    /// - Parameter type: `Normal` or `Warning`.
    func nodeEvent(_ type: String, _ reason: String, _ message: String) {
        let node = ObjectReference.with {
            $0.kind = "Node"
            $0.name = configuration.nodeName
            // As the kubelet has it, so that `kubectl describe node` finds them.
            $0.uid = configuration.nodeName
        }
        events.record(node, type: type, reason: reason, message: message)
    }

    func imagePuller(for pod: Pod, events: PodEvents) -> ImagePuller {
        ImagePuller(
            images: images, settings: configuration.images, queue: pulls,
            secrets: PullSecrets(client: client), pod: pod, events: events, clock: clock)
    }
}
