import JSON
import KubernetesAPI

/// How long a Pod stays on a node that is not ready or not reachable (the admission plugin
/// DefaultTolerationSeconds).
enum DefaultTolerations {
    private static let seconds: JSONValue = 300
    private static let keys = [
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable",
    ]

    static func apply(to pod: inout JSONValue) {
        var tolerations = pod["spec"]?.elements("tolerations") ?? []
        for key in keys {
            let isTolerated = tolerations.contains { toleration in
                ["", key].contains(toleration.string("key"))
                    && ["", "NoExecute"].contains(toleration.string("effect"))
            }
            if isTolerated { continue }
            tolerations.append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute",
                "tolerationSeconds": seconds,
            ])
        }
        pod.set(.array(tolerations), at: "spec", "tolerations")
    }
}
