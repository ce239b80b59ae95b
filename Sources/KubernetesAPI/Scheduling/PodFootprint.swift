import JSON

/// What a Pod takes of a node, what it asks of it, and what others may ask about it.
public struct PodFootprint: Sendable, Hashable {
    /// A port of the machine that a Pod wants for itself.
    public struct HostPort: Sendable, Hashable {
        public var address: String
        public var `protocol`: String
        public var port: Int32

        /// Whether both cannot be had at once: an address of all interfaces takes in every other.
        func conflicts(with other: HostPort) -> Bool {
            port == other.port && `protocol` == other.protocol
                && (address == other.address || address == Self.any || other.address == Self.any)
        }

        static let any = "0.0.0.0"
    }

    public var uid: String
    public var namespace: String
    public var name: String
    public var labels: [String: String]
    public var priority: Int32
    public var qosClass: PodQOSClass
    /// Whether it may have others ended to get room.
    public var preempts: Bool
    public var requests: [String: Quantity]
    public var hostPorts: [HostPort]
    /// The claims that have to be there, by name.
    public var claims: [String]
    /// Set where the Pod asks for a node by its name.
    public var nodeName: String
    public var nodeSelector: [String: String]
    public var tolerations: [Toleration]
    public var affinity: JSONValue?
    public var spreadConstraints: [JSONValue]

    /// What has to be read of a Pod for this, and to tell whether it has a place or waits for one.
    public static let fields: JSONProjection = {
        let container = JSONProjection.only("name", "ports", "resources", "restartPolicy")
        let status = JSONProjection.only("name", "allocatedResources")
        return .members([
            "metadata": .only(
                "uid", "namespace", "name", "labels", "creationTimestamp", "deletionTimestamp",
                "generation"),
            "spec": .members(
                [
                    "containers": container, "initContainers": container,
                    "ephemeralContainers": .nothing, "volumes": .only("persistentVolumeClaim"),
                ], others: .all),
            "status": .members([
                "phase": .all, "conditions": .all, "nominatedNodeName": .all, "resources": .all,
                "containerStatuses": status, "initContainerStatuses": status,
            ]),
        ])
    }()

    public init(_ pod: Pod) {
        let spec = pod.spec
        uid = pod.metadata.uid
        namespace = pod.metadata.namespace
        name = pod.metadata.name
        labels = pod.metadata.labels
        priority = spec.priority ?? 0
        qosClass = spec.qualityOfService
        preempts = spec.preemptionPolicy?.rawValue != "Never"
        requests = Self.requests(of: pod)
        hostPorts = Self.hostPorts(of: spec)
        claims = spec.volumes.compactMap { $0.persistentVolumeClaim?.claimName }
        nodeName = spec.nodeName
        nodeSelector = spec.nodeSelector
        tolerations = spec.tolerations
        affinity = spec.affinity
        spreadConstraints = spec.topologySpreadConstraints
    }

    /// While a Pod is being resized it counts with what it has and with what it asks for, whichever
    /// is more; what it can never have does not count (component-helpers/resource in Kubernetes).
    private static func requests(of pod: Pod) -> [String: Quantity] {
        let wanted = pod.spec.totalRequests
        let statuses = pod.status.initContainerStatuses + pod.status.containerStatuses
        let isResizing = pod.status.conditions.contains { $0.type.rawValue.hasPrefix("PodResize") }
        guard isResizing else { return wanted }
        var spec = pod.spec
        spec.initContainers = spec.initContainers.map { Self.allocated($0, statuses) }
        spec.containers = spec.containers.map { Self.allocated($0, statuses) }
        if let own = pod.status.resources { spec.resources = own }
        let isInfeasible = pod.status.conditions.contains {
            $0.type.rawValue == "PodResizePending" && $0.reason == "Infeasible"
        }
        return isInfeasible
            ? spec.totalRequests : spec.totalRequests.merging(wanted, uniquingKeysWith: max)
    }

    private static func allocated(
        _ container: Container, _ statuses: [ContainerStatus]
    ) -> Container {
        guard let status = statuses.first(where: { $0.name == container.name }),
            !status.allocatedResources.isEmpty
        else { return container }
        var container = container
        container.resources.requests = status.allocatedResources
        return container
    }

    private static func hostPorts(of spec: PodSpec) -> [HostPort] {
        let sidecars = spec.initContainers.filter { $0.restartPolicy?.rawValue == "Always" }
        return (spec.containers + sidecars).flatMap(\.ports).filter { $0.hostPort > 0 }.map {
            HostPort(
                address: $0.hostIP.isEmpty ? HostPort.any : $0.hostIP,
                protocol: $0.protocol.rawValue.isEmpty ? "TCP" : $0.protocol.rawValue,
                port: $0.hostPort)
        }
    }
}
