import ContainerRuntime
import KubernetesAPI
import KubernetesClient

/// Which container a client means that wants to talk to a process.
enum StreamSelection {
    enum Purpose {
        case exec, attach
    }

    /// The running container of this name, or the Pod's default one.
    ///
    /// - Throws: `APIError` 400 for a name that the Pod does not have, and a Pod that has no place yet;
    ///   `StreamRefusal` in the kubelet's words for a container that does not run.
    static func choose(
        _ name: String?, for purpose: Purpose, pod: Pod, observed: ObservedPod
    ) throws -> RuntimeContainer {
        let name =
            name.flatMap { $0.isEmpty ? nil : $0 } ?? LogSelection.defaultContainer(of: pod) ?? ""
        guard pod.spec.containersWithRoles.contains(where: { $0.container.name == name }) else {
            throw APIError.badRequest(
                "container \(name) is not valid for pod \(pod.metadata.name)")
        }
        try requirePlace(pod)
        guard let container = observed[name].current, container.isRunning else {
            throw StreamRefusal(code: 500, refusal(purpose, container: name, of: pod))
        }
        return container
    }

    /// - Throws: `APIError` 400 where the Pod is on no machine yet.
    static func requirePlace(_ pod: Pod) throws(APIError) {
        if pod.spec.nodeName.isEmpty {
            throw .badRequest("pod \(pod.metadata.name) does not have a host assigned")
        }
    }

    private static func refusal(_ purpose: Purpose, container: String, of pod: Pod) -> String {
        switch purpose {
        case .exec: "container not found (\"\(container)\")"
        case .attach:
            "container \(container) not found in pod \(pod.metadata.name)_\(pod.metadata.namespace)"
        }
    }
}
