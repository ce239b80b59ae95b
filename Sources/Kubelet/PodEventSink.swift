import KubernetesAPI

/// Where the kubelet reports what happens to Pods; never makes the caller wait.
public protocol PodEventSink: Sendable {
    /// - Parameters:
    ///   - type: `Normal` or `Warning`.
    ///   - reason: one word in camel case, for example `Pulled`.
    ///   - annotations: what programs read of the event.
    func record(
        _ object: ObjectReference, type: String, reason: String, message: String,
        annotations: [String: String])
}

extension PodEventSink {
    /// Reports what has no annotations.
    func record(_ object: ObjectReference, type: String, reason: String, message: String) {
        record(object, type: type, reason: reason, message: message, annotations: [:])
    }
}

/// Records events about one Pod and its containers.
struct PodEvents: Sendable {
    let sink: any PodEventSink
    let pod: ObjectReference

    init(sink: any PodEventSink, pod: Pod) {
        self.sink = sink
        self.pod = .with {
            $0.apiVersion = "v1"
            $0.kind = "Pod"
            $0.name = pod.metadata.name
            $0.namespace = pod.metadata.namespace
            $0.uid = pod.metadata.uid
            $0.resourceVersion = pod.metadata.resourceVersion
        }
    }

    func normal(
        _ reason: String, _ message: String, container: ContainerPlace? = nil
    ) {
        record("Normal", reason, message, container)
    }

    func warning(
        _ reason: String, _ message: String, container: ContainerPlace? = nil
    ) {
        record("Warning", reason, message, container)
    }

    /// Tells why the Pod fails as a whole.
    func failed(_ failure: PodFailure) {
        sink.record(
            pod, type: "Warning", reason: failure.reason, message: failure.message,
            annotations: failure.annotations)
    }

    private func record(
        _ type: String, _ reason: String, _ message: String, _ container: ContainerPlace?
    ) {
        var object = pod
        if let container { object.fieldPath = container.fieldPath }
        sink.record(object, type: type, reason: reason, message: message)
    }
}

/// Where a container stands in a Pod's spec.
struct ContainerPlace: Sendable, Hashable {
    var name: String
    var role: ContainerRestart.Role

    var fieldPath: String {
        switch role {
        case .app: "spec.containers{\(name)}"
        case .initialization, .sidecar: "spec.initContainers{\(name)}"
        case .ephemeral: "spec.ephemeralContainers{\(name)}"
        }
    }
}
