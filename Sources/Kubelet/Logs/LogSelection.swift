import ContainerRuntime
import KubernetesAPI

/// Which log a request for a Pod's log means.
enum LogSelection {
    /// A run of a container.
    struct Choice: Sendable, Hashable {
        var container: String
        /// Nil where no run has begun: a reader that follows waits for the first.
        var attempt: Int?
    }

    /// The container that a request without a name means: the annotation's, else the first.
    static func defaultContainer(of pod: Pod) -> String? {
        let name = pod.metadata.annotations["kubectl.kubernetes.io/default-container"]
        if let name, pod.spec.containers.contains(where: { $0.name == name }) { return name }
        return pod.spec.containers.first?.name
    }

    /// - Throws: `APIError` 400 in the kubelet's words.
    static func choose(
        _ container: String?, previous: Bool, follow: Bool, pod: Pod, observed: ObservedPod
    ) throws(APIError) -> Choice {
        let name = container.flatMap { $0.isEmpty ? nil : $0 } ?? defaultContainer(of: pod) ?? ""
        guard pod.spec.containersWithRoles.contains(where: { $0.container.name == name }) else {
            throw .badRequest("container \(name) is not valid for pod \(pod.metadata.name)")
        }
        let seen = observed[name]
        if previous {
            guard let last = last(of: seen) else {
                throw .badRequest(
                    "previous terminated container \"\(name)\" in pod \"\(pod.metadata.name)\" not found"
                )
            }
            return Choice(container: name, attempt: last)
        }
        if let attempt = latest(of: seen) { return Choice(container: name, attempt: attempt) }
        if let status = status(of: name, in: pod), status.state.terminated != nil {
            return Choice(container: name, attempt: Int(status.restartCount))
        }
        if follow { return Choice(container: name, attempt: nil) }
        throw .badRequest(
            "container \"\(name)\" in pod \"\(pod.metadata.name)\" is waiting to start\(reason(name, pod))"
        )
    }

    /// Whether a container can write nothing more: it has ended and does not run again.
    static func isFinished(_ name: String, pod: Pod, observed: ObservedPod) -> Bool {
        if observed.stage.isTerminal { return true }
        let seen = observed[name]
        guard seen.operation != .launching, !seen.restartRequested, let exit = seen.current?.exit,
            let entry = pod.spec.containersWithRoles.first(where: { $0.container.name == name })
        else { return false }
        return observed.stage != .syncing
            || !ContainerRestart.isRestarted(
                entry.container, role: entry.role, podPolicy: pod.spec.restartPolicy,
                exitCode: exit.exitCode)
    }

    private static func latest(of seen: ObservedContainer) -> Int? {
        guard let current = seen.current else { return seen.last?.configuration.attempt }
        if case .created = current.state { return seen.last?.configuration.attempt }
        return current.configuration.attempt
    }

    private static func last(of seen: ObservedContainer) -> Int? {
        seen.current == nil ? nil : seen.last?.configuration.attempt
    }

    private static func status(of name: String, in pod: Pod) -> ContainerStatus? {
        (pod.status.initContainerStatuses + pod.status.containerStatuses)
            .first { $0.name == name }
    }

    private static func reason(_ name: String, _ pod: Pod) -> String {
        switch status(of: name, in: pod)?.state.waiting?.reason {
        case nil, "": " - no logs yet"
        case "ErrImagePull": ": image can't be pulled"
        case "ImagePullBackOff": ": trying and failing to pull image"
        case .some(let reason): ": \(reason)"
        }
    }
}
