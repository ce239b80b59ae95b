import JSON

/// What Kubernetes fills into a Pod that leaves it open (pkg/apis/core/v1/defaults.go); its
/// admission plugins add more.
public enum PodDefaults {
    /// Fills in a Pod; members that are not known stay as they are.
    public static func apply(to pod: inout JSONValue) {
        SchemaDefaults.apply(to: &pod, kind: "Pod")
        if pod["spec"] == nil { pod["spec"] = [:] }
        pod.update("spec") { spec in
            applyToAnySpec(&spec)
            applyToPodSpec(&spec)
        }
    }

    /// Fills in a PodTemplate: only what all Pods made from it would get.
    public static func applyToTemplate(_ podTemplate: inout JSONValue) {
        SchemaDefaults.apply(to: &podTemplate, kind: "PodTemplate")
        podTemplate.update("template") { template in
            if template["spec"] == nil { template["spec"] = [:] }
            template.update("spec", applyToAnySpec)
        }
    }

    /// What a template gets as well.
    private static func applyToAnySpec(_ spec: inout JSONValue) {
        spec.setDefault("restartPolicy", "Always")
        spec.setDefault("dnsPolicy", "ClusterFirst")
        spec.setDefault("schedulerName", "default-scheduler")
        spec.setIfMissing("terminationGracePeriodSeconds", 30)
        spec.setIfMissing("securityContext", [:])
        applyServiceAccount(to: &spec)
        spec.updateEach("volumes", VolumeDefaults.apply)
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            spec.updateEach(list, ContainerDefaults.apply)
        }
        spec.update("resources", ResourceDefaults.normalize)
        spec.update("overhead", ResourceDefaults.normalizeAmounts)
    }

    private static func applyToPodSpec(_ spec: inout JSONValue) {
        spec.setIfMissing("enableServiceLinks", true)
        let usesHostNetwork = spec["hostNetwork"]?.boolValue ?? false
        for list in ["initContainers", "containers"] {
            spec.updateEach(list) { container in
                container.update("resources", ResourceDefaults.applyRequests)
                if usesHostNetwork { ContainerDefaults.applyHostPorts(to: &container) }
            }
        }
        ResourceDefaults.applyToPod(&spec)
    }

    /// `serviceAccount` is the older name of the same field.
    private static func applyServiceAccount(to spec: inout JSONValue) {
        if let name = spec["serviceAccountName"], !name.isZero {
            spec["serviceAccount"] = name
        } else if let name = spec["serviceAccount"], !name.isZero {
            spec["serviceAccountName"] = name
        }
    }
}
