import JSON
import KubernetesAPI

/// The cpu and memory of a Pod and of its containers that may be resized: what it asks for, or what
/// it has been given.
struct ResourceAllocation: Sendable, Hashable {
    /// By container name: app containers and sidecars.
    var containers: [String: ResourceRequirements]
    /// Of the Pod as a whole.
    var pod: ResourceRequirements?

    /// What a Pod asks for.
    init(of spec: PodSpec) {
        containers = Dictionary(
            Self.resizable(spec).map { ($0.name, $0.resources) }, uniquingKeysWith: { $1 })
        pod = spec.resources
    }

    /// What a Pod that ran before has been given, as its status tells; what that does not tell is
    /// what it asks for.
    init(reportedBy pod: Pod) {
        self.init(of: pod.spec)
        guard pod.status.startTime != nil else { return }
        for status in pod.status.initContainerStatuses + pod.status.containerStatuses {
            guard let reported = status.resources, containers[status.name] != nil else { continue }
            var resources = reported
            if !status.allocatedResources.isEmpty { resources.requests = status.allocatedResources }
            containers[status.name] = resources
        }
        if let reported = pod.status.resources, self.pod != nil { self.pod = reported }
    }

    /// The Pod with these resources.
    func applied(to pod: Pod) -> Pod {
        var pod = pod
        func apply(to container: inout KubernetesAPI.Container) {
            if let own = containers[container.name] { container.resources = own }
        }
        for index in pod.spec.containers.indices { apply(to: &pod.spec.containers[index]) }
        for index in pod.spec.initContainers.indices {
            apply(to: &pod.spec.initContainers[index])
        }
        pod.spec.resources = self.pod
        return pod
    }

    /// As events tell it.
    func summary(of spec: PodSpec, generation: Int64, error: String? = nil) -> String {
        func list(_ containers: [KubernetesAPI.Container]) -> JSONValue {
            .array(
                containers.map { container in
                    [
                        "name": .string(container.name),
                        "resources": (self.containers[container.name] ?? container.resources).json,
                    ]
                })
        }
        // In the order of the kubelet's structure.
        var members: [(String, JSONValue)] = []
        if !spec.initContainers.isEmpty {
            members.append(("initContainers", list(spec.initContainers)))
        }
        members.append(("containers", list(spec.containers)))
        members.append(("generation", .integer(generation)))
        if let error { members.append(("error", .string(error))) }
        let texts = members.map { "\"\($0)\":\($1.serialized())" }
        return "{\(texts.joined(separator: ","))}"
    }

    private static func resizable(_ spec: PodSpec) -> [KubernetesAPI.Container] {
        spec.containers + spec.initContainers.filter(\.isSidecar)
    }
}
