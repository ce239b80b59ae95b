import KubernetesAPI

/// The container that is meant where none is named.
struct DefaultContainer: Sendable, Hashable {
    var name: String
    /// What to tell the user where there was a choice.
    var remark: String?

    init(_ pod: Pod) {
        let annotated = pod.metadata.annotations["kubectl.kubernetes.io/default-container"]
        let app = pod.spec.containers.map(\.name)
        let initial = pod.spec.initContainers.map(\.name)
        if let annotated, (app + initial).contains(annotated) {
            name = annotated
            return
        }
        name = app.first ?? ""
        if app.count + initial.count > 1 {
            remark = "Defaulted container \"\(name)\" out of: \(Self.list(pod))"
        }
    }

    /// All containers of a Pod, for messages.
    static func list(_ pod: Pod) -> String {
        let initial = pod.spec.initContainers.map { "\($0.name) (init)" }
        let ephemeral = pod.spec.ephemeralContainers.map { "\($0.name) (ephem)" }
        return (pod.spec.containers.map(\.name) + initial + ephemeral).joined(separator: ", ")
    }
}
