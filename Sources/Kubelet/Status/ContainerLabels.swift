import ContainerRuntime
import KubernetesAPI

/// Labels and annotations by which sandboxes and containers are found again; the names are the
/// kubelet's, so that tools that read them work.
enum ContainerLabels {
    static let podName = "io.kubernetes.pod.name"
    static let podNamespace = "io.kubernetes.pod.namespace"
    static let podUID = "io.kubernetes.pod.uid"
    static let containerName = "io.kubernetes.container.name"
    /// Annotation: the image's full name, as status shows it.
    static let imageName = "swiftlet.io/image-name"
    /// Annotation: the host path of the file that is read as termination message.
    static let terminationFile = "swiftlet.io/termination-message-file"

    static func labels(of pod: Pod) -> [String: String] {
        var labels = pod.metadata.labels
        labels[podName] = pod.metadata.name
        labels[podNamespace] = pod.metadata.namespace
        labels[podUID] = pod.metadata.uid
        return labels
    }

    static func labels(of pod: Pod, container: String) -> [String: String] {
        [
            podName: pod.metadata.name, podNamespace: pod.metadata.namespace,
            podUID: pod.metadata.uid, containerName: container,
        ]
    }

    /// A container's id as a Pod's status has it.
    static func statusID(_ id: String) -> String { "swiftlet://\(id)" }
}

/// The forms in which messages name a Pod.
enum PodNames {
    /// `name_namespace(uid)`
    static func full(_ pod: Pod) -> String {
        "\(pod.metadata.name)_\(pod.metadata.namespace)(\(pod.metadata.uid))"
    }
}
