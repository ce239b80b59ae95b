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
        let failure = observed.stage.termination?.cause.failure
        if let failure, failure.isRejection {
            return rejected(pod, failure, previous: previous, now: now)
        }
        // What failed before it was begun has no containers to tell of.
        if previous.phase == .failed, previous.containerStatuses.isEmpty,
            observed.containers.values.allSatisfy({ $0.current == nil })
        {
            return previous
        }
        let containers = ContainerStatuses(
            pod: pod, observed: observed, previous: previous, now: now, settings: settings)
        var reported = pod
        reported.status = previous
        var status = previous
        status.initContainerStatuses = containers.initContainers()
        let appStatuses = containers.appContainers()
        status.containerStatuses = sorted(appStatuses)
        status.ephemeralContainerStatuses = sorted(containers.ephemeralContainers())
        status.phase = PodPhases.phase(
            of: reported, initStatuses: status.initContainerStatuses, statuses: appStatuses,
            isTerminal: observed.stage.isTerminal)
        if mayRun(observed), status.phase == .succeeded || status.phase == .failed {
            status.phase = previous.phase.isEmpty ? .pending : previous.phase
        }
        if observed.stage.isTerminal, observed.stage.termination?.cause == .deadlineExceeded {
            status.phase = .failed
            status.reason = "DeadlineExceeded"
            status.message = "Pod was active on the node longer than the specified deadline"
        }
        if let failure {
            status.reason = failure.reason
            status.message = failure.message
            if observed.stage.isTerminal { status.phase = .failed }
        }
        if pod.spec.resources != nil {
            status.resources = pod.spec.resources
            status.allocatedResources = pod.spec.totalRequests
        }
        status.observedGeneration = pod.metadata.generation
        status.startTime =
            previous.startTime ?? Timestamp(nanosecondsSince1970: now).truncatedToSeconds
        if status.qosClass.isEmpty { status.qosClass = pod.spec.qualityOfService }
        setAddresses(&status, pod, observed, hostIPs)
        status.conditions = PodConditions(
            pod: pod, phase: status.phase, initStatuses: status.initContainerStatuses,
            statuses: appStatuses, sandboxIsReady: isReady(observed.sandbox),
            allRestart: observed.restartOfAll != nil,
            previous: disrupted(previous.conditions, failure, now),
            resize: observed.resize.conditions(previous: previous.conditions, now: now), now: now
        ).list()
        return status
    }

    /// By name, as the kubelet sorts all but init containers (`SortedContainerStatuses`): where
    /// several wait, the status that `kubectl get` shows is that of the first.
    private static func sorted(_ statuses: [ContainerStatus]) -> [ContainerStatus] {
        statuses.sorted { $0.name < $1.name }
    }

    /// The status of a Pod that may not run here: nothing was ever done for it.
    private static func rejected(
        _ pod: Pod, _ failure: PodFailure, previous: PodStatus, now: Int64
    ) -> PodStatus {
        var status = previous
        status.phase = .failed
        status.reason = failure.reason
        status.message = failure.message
        status.observedGeneration = pod.metadata.generation
        status.qosClass = pod.spec.qualityOfService
        status.startTime =
            previous.startTime ?? Timestamp(nanosecondsSince1970: now).truncatedToSeconds
        return status
    }

    /// The conditions with `DisruptionTarget`, for a Pod that goes for the machine's sake.
    private static func disrupted(
        _ conditions: [PodCondition], _ failure: PodFailure?, _ now: Int64
    ) -> [PodCondition] {
        guard let failure, let reason = failure.disruption,
            !conditions.contains(where: { $0.type.rawValue == "DisruptionTarget" })
        else { return conditions }
        let condition = PodCondition.with {
            $0.type = "DisruptionTarget"
            $0.status = "True"
            $0.reason = reason
            $0.message = failure.message
            $0.lastTransitionTime = Timestamp(nanosecondsSince1970: now).truncatedToSeconds
        }
        return conditions + [condition]
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
