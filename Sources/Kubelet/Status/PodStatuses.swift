import ContainerRuntime
import KubernetesAPI

/// The status of a Pod: a pure function of what is asked for, what is there and what was reported
/// before.
enum PodStatuses {
    static let deadlineReason = "DeadlineExceeded"
    static let deadlineMessage = "Pod was active on the node longer than the specified deadline"

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
        status.containerStatuses = containers.appContainers()
        status.ephemeralContainerStatuses = containers.ephemeralContainers()
        status.phase = PodPhases.phase(
            of: PodPhases.Facts(
                pod: reported, initStatuses: status.initContainerStatuses,
                statuses: status.containerStatuses, isTerminal: observed.stage.isTerminal,
                hasInitialized: pod.spec.containers.contains {
                    observed[$0.name].current?.hasStarted == true
                        && !observed[$0.name].outlivesSandbox
                }))
        setEnd(&status, pod.spec, observed, previous)
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
            statuses: status.containerStatuses, sandboxIsReady: isReady(observed.sandbox),
            allRestart: observed.restartOfAll != nil,
            previous: previous.conditions,
            resize: observed.resize.conditions(previous: previous.conditions, now: now),
            disruption: disruption(
                previous.conditions, failure, pod.metadata.generation, now), now: now
        ).list()
        return status
    }

    /// A Pod that ends for a reason of its own says so when nothing of it runs any more, not before
    /// (kubelet: `mergePodStatus`).
    private static func setEnd(
        _ status: inout PodStatus, _ spec: PodSpec, _ observed: ObservedPod,
        _ previous: PodStatus
    ) {
        if mayRun(observed), status.phase == .succeeded || status.phase == .failed {
            status.phase = previous.phase.isEmpty ? .pending : previous.phase
        }
        if status.phase != previous.phase {
            status.reason = ""
            status.message = ""
        }
        guard observed.stage.isTerminal else { return }
        FinalStatuses.complete(&status, of: spec)
        switch observed.stage.termination?.cause {
        case .deadlineExceeded:
            status.phase = .failed
            status.reason = deadlineReason
            status.message = deadlineMessage
        case .failed(let failure):
            status.phase = .failed
            status.reason = failure.reason
            status.message = failure.message
        default: break
        }
    }

    /// The status of a Pod that may not run here: nothing was ever done for it, and so the kubelet
    /// has no conditions to tell of (kubelet: `rejectPod`).
    private static func rejected(
        _ pod: Pod, _ failure: PodFailure, previous: PodStatus, now: Int64
    ) -> PodStatus {
        var status = previous
        status.conditions.removeAll { PodConditions.own.contains($0.type.rawValue) }
        status.phase = .failed
        status.reason = failure.reason
        status.message = failure.message
        status.observedGeneration = pod.metadata.generation
        status.qosClass = pod.spec.qualityOfService
        status.startTime =
            previous.startTime ?? Timestamp(nanosecondsSince1970: now).truncatedToSeconds
        return status
    }

    /// `DisruptionTarget`, for a Pod that goes for the machine's sake.
    private static func disruption(
        _ conditions: [PodCondition], _ failure: PodFailure?, _ generation: Int64, _ now: Int64
    ) -> [PodCondition] {
        guard let failure, let message = failure.disruption,
            !conditions.contains(where: { $0.type.rawValue == "DisruptionTarget" })
        else { return [] }
        return [
            .with {
                $0.type = "DisruptionTarget"
                $0.status = "True"
                $0.reason = "TerminationByKubelet"
                $0.message = message
                $0.observedGeneration = generation
                $0.lastTransitionTime = Timestamp(nanosecondsSince1970: now).truncatedToSeconds
            }
        ]
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
