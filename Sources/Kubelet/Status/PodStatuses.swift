import ContainerRuntime
import KubernetesAPI

/// The status of a Pod: a pure function of what is asked for, what is there and what was reported
/// before.
enum PodStatuses {
    /// - Parameters:
    ///   - previous: what was reported last; transition times and foreign conditions come from it.
    ///   - now: nanoseconds since 1970.
    static func status(
        of pod: Pod, observed: ObservedPod, previous: PodStatus, hostIPs: [String], now: Int64,
        settings: SyncSettings
    ) -> PodStatus {
        let containers = ContainerStatuses(
            pod: pod, observed: observed, previous: previous, now: now, settings: settings)
        var reported = pod
        reported.status = previous
        var status = previous
        status.initContainerStatuses = containers.initContainers()
        status.containerStatuses = containers.appContainers()
        status.phase = PodPhases.phase(
            of: reported, initStatuses: status.initContainerStatuses,
            statuses: status.containerStatuses, isTerminal: observed.stage.isTerminal)
        if mayRun(observed), status.phase == .succeeded || status.phase == .failed {
            status.phase = previous.phase.isEmpty ? .pending : previous.phase
        }
        if observed.stage.isTerminal, observed.stage.termination?.cause == .deadlineExceeded {
            status.phase = .failed
            status.reason = "DeadlineExceeded"
            status.message = "Pod was active on the node longer than the specified deadline"
        }
        status.observedGeneration = pod.metadata.generation
        status.startTime =
            previous.startTime ?? Timestamp(nanosecondsSince1970: now).truncatedToSeconds
        if status.qosClass.isEmpty { status.qosClass = pod.spec.qualityOfService }
        setAddresses(&status, pod, observed, hostIPs)
        status.conditions = PodConditions(
            pod: pod, phase: status.phase, initStatuses: status.initContainerStatuses,
            statuses: status.containerStatuses, sandboxIsReady: isReady(observed.sandbox),
            previous: previous.conditions, now: now
        ).list()
        return status
    }

    private static func setAddresses(
        _ status: inout PodStatus, _ pod: Pod, _ observed: ObservedPod, _ hostIPs: [String]
    ) {
        status.hostIP = hostIPs.first ?? ""
        status.hostIPs = hostIPs.map { address in HostIP.with { $0.ip = address } }
        let addresses = pod.spec.hostNetwork ? hostIPs : observed.ipAddresses
        guard let first = addresses.first else { return }
        status.podIP = first
        status.podIPs = addresses.map { address in PodIP.with { $0.ip = address } }
    }

    /// A phase is only final when nothing of the Pod runs any more: a sidecar ends after the app
    /// containers.
    private static func mayRun(_ observed: ObservedPod) -> Bool {
        !observed.stage.isTerminal && observed.containers.values.contains { $0.isActive }
    }

    private static func isReady(_ sandbox: ObservedPod.Sandbox) -> Bool {
        if case .ready = sandbox { true } else { false }
    }
}
