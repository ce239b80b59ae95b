import JSON

/// What Kubernetes fills into a Service (SetDefaults_Service in pkg/apis/core/v1).
public enum ServiceDefaults {
    /// Three hours.
    private static let affinitySeconds: JSONValue = 10_800

    public static func apply(to service: inout JSONValue) {
        if service["spec"] == nil { service["spec"] = [:] }
        service.update("spec", applyToSpec)
    }

    private static func applyToSpec(_ spec: inout JSONValue) {
        spec.setDefault("sessionAffinity", "None")
        switch spec.string("sessionAffinity") {
        case "None": spec["sessionAffinityConfig"] = nil
        case "ClientIP":
            let path = ["sessionAffinityConfig", "clientIP", "timeoutSeconds"]
            if spec.value(at: path) == nil {
                spec["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": affinitySeconds]]
            }
        default: break
        }
        spec.setDefault("type", "ClusterIP")
        let type = spec.string("type")
        spec.updateEach("ports") { port in
            port.setDefault("protocol", "TCP")
            if let number = port["port"] { port.setDefault("targetPort", number) }
        }
        let isExternal =
            type == "NodePort" || type == "LoadBalancer"
            || (type == "ClusterIP" && !spec.elements("externalIPs").isEmpty)
        if isExternal { spec.setDefault("externalTrafficPolicy", "Cluster") }
        if ["ClusterIP", "NodePort", "LoadBalancer"].contains(type) {
            spec.setIfMissing("internalTrafficPolicy", "Cluster")
        }
        if type == "LoadBalancer" { spec.setIfMissing("allocateLoadBalancerNodePorts", true) }
    }
}
