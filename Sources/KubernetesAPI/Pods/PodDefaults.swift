import JSON

/// What Kubernetes fills into a Pod that leaves it open: the defaults of the API and those that its
/// standard admission plugins add.
public enum PodDefaults {
    /// Fills in a Pod; members that are not known stay as they are.
    public static func apply(to pod: inout JSONValue) {
        SchemaDefaults.apply(to: &pod, kind: "Pod")
        if pod["spec"] == nil { pod["spec"] = [:] }
        pod.update("spec", applyToSpec)
    }

    /// Seconds that a Pod stays on a node that is not ready or not reachable (the admission plugin
    /// DefaultTolerationSeconds).
    static let tolerationSeconds: Int64 = 300

    private static func applyToSpec(_ spec: inout JSONValue) {
        spec.setDefault("restartPolicy", "Always")
        spec.setDefault("dnsPolicy", "ClusterFirst")
        spec.setDefault("schedulerName", "default-scheduler")
        spec.setIfMissing("terminationGracePeriodSeconds", 30)
        spec.setIfMissing("enableServiceLinks", true)
        spec.setIfMissing("securityContext", [:])
        spec.setIfMissing("priority", 0)
        spec.setDefault("preemptionPolicy", "PreemptLowerPriority")
        applyServiceAccount(to: &spec)
        applyTolerations(to: &spec)
        spec.updateEach("volumes", VolumeDefaults.apply)
        let usesHostNetwork = spec["hostNetwork"]?.boolValue ?? false
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            spec.updateEach(list) { container in
                ContainerDefaults.apply(to: &container)
                if usesHostNetwork, list != "ephemeralContainers" {
                    ContainerDefaults.applyHostPorts(to: &container)
                }
            }
        }
        spec.update("resources", ContainerDefaults.applyRequests)
    }

    /// `serviceAccount` is the older name of the same field.
    private static func applyServiceAccount(to spec: inout JSONValue) {
        if let name = spec["serviceAccountName"], !name.isZero {
            spec["serviceAccount"] = name
        } else if let name = spec["serviceAccount"], !name.isZero {
            spec["serviceAccountName"] = name
        }
    }

    private static func applyTolerations(to spec: inout JSONValue) {
        var tolerations = spec["tolerations"]?.arrayValue ?? []
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            let isTolerated = tolerations.contains { toleration in
                let effect = toleration["effect"]?.stringValue ?? ""
                let other = toleration["key"]?.stringValue ?? ""
                return (other == key || other.isEmpty) && (effect == "NoExecute" || effect.isEmpty)
            }
            if isTolerated { continue }
            tolerations.append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute",
                "tolerationSeconds": .integer(tolerationSeconds),
            ])
        }
        spec["tolerations"] = .array(tolerations)
    }
}
