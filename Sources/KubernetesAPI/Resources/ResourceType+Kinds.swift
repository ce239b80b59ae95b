/// The types that the API server serves.
extension ResourceType {
    // Core
    public static let pods = ResourceType(
        kind: "Pod", plural: "pods", singular: "pod", shortNames: ["po"])
    public static let podTemplates = ResourceType(
        kind: "PodTemplate", plural: "podtemplates", singular: "podtemplate")
    public static let namespaces = ResourceType(
        kind: "Namespace", plural: "namespaces", singular: "namespace", shortNames: ["ns"],
        namespaced: false)
    public static let nodes = ResourceType(
        kind: "Node", plural: "nodes", singular: "node", shortNames: ["no"], namespaced: false)
    public static let events = ResourceType(
        kind: "Event", plural: "events", singular: "event", shortNames: ["ev"])
    public static let configMaps = ResourceType(
        kind: "ConfigMap", plural: "configmaps", singular: "configmap", shortNames: ["cm"])
    public static let secrets = ResourceType(kind: "Secret", plural: "secrets", singular: "secret")
    public static let serviceAccounts = ResourceType(
        kind: "ServiceAccount", plural: "serviceaccounts", singular: "serviceaccount",
        shortNames: ["sa"])
    public static let services = ResourceType(
        kind: "Service", plural: "services", singular: "service", shortNames: ["svc"])
    public static let endpoints = ResourceType(
        kind: "Endpoints", plural: "endpoints", singular: "endpoints", shortNames: ["ep"])
    public static let limitRanges = ResourceType(
        kind: "LimitRange", plural: "limitranges", singular: "limitrange", shortNames: ["limits"])
    public static let resourceQuotas = ResourceType(
        kind: "ResourceQuota", plural: "resourcequotas", singular: "resourcequota",
        shortNames: ["quota"])
    public static let persistentVolumes = ResourceType(
        kind: "PersistentVolume", plural: "persistentvolumes", singular: "persistentvolume",
        shortNames: ["pv"], namespaced: false)
    public static let persistentVolumeClaims = ResourceType(
        kind: "PersistentVolumeClaim", plural: "persistentvolumeclaims",
        singular: "persistentvolumeclaim", shortNames: ["pvc"])
    public static let bindings = ResourceType(
        kind: "Binding", plural: "bindings", singular: "binding")

    // Other groups
    /// The Events of `events.k8s.io`: another view of those of the core group.
    public static let eventsV1 = ResourceType(
        group: "events.k8s.io", kind: "Event", plural: "events", singular: "event",
        shortNames: ["ev"])
    public static let endpointSlices = ResourceType(
        group: "discovery.k8s.io", kind: "EndpointSlice", plural: "endpointslices",
        singular: "endpointslice")
    public static let leases = ResourceType(
        group: "coordination.k8s.io", kind: "Lease", plural: "leases", singular: "lease")
    public static let runtimeClasses = ResourceType(
        group: "node.k8s.io", kind: "RuntimeClass", plural: "runtimeclasses",
        singular: "runtimeclass", namespaced: false)
    public static let priorityClasses = ResourceType(
        group: "scheduling.k8s.io", kind: "PriorityClass", plural: "priorityclasses",
        singular: "priorityclass", shortNames: ["pc"], namespaced: false)
    public static let podDisruptionBudgets = ResourceType(
        group: "policy", kind: "PodDisruptionBudget", plural: "poddisruptionbudgets",
        singular: "poddisruptionbudget", shortNames: ["pdb"])

    // What is used, as kubectl top shows it
    public static let podMetrics = ResourceType(
        group: "metrics.k8s.io", version: "v1beta1", kind: "PodMetrics", plural: "pods",
        singular: "")
    public static let nodeMetrics = ResourceType(
        group: "metrics.k8s.io", version: "v1beta1", kind: "NodeMetrics", plural: "nodes",
        singular: "", namespaced: false)

    // Who may do what
    public static let roles = rbac("Role")
    public static let roleBindings = rbac("RoleBinding")
    public static let clusterRoles = rbac("ClusterRole", namespaced: false)
    public static let clusterRoleBindings = rbac("ClusterRoleBinding", namespaced: false)
    public static let tokenReviews = review("authentication.k8s.io", "TokenReview")
    public static let selfSubjectReviews = review("authentication.k8s.io", "SelfSubjectReview")
    public static let subjectAccessReviews = review("authorization.k8s.io", "SubjectAccessReview")
    public static let selfSubjectAccessReviews = review(
        "authorization.k8s.io", "SelfSubjectAccessReview")
    public static let selfSubjectRulesReviews = review(
        "authorization.k8s.io", "SelfSubjectRulesReview")
    public static let localSubjectAccessReviews = review(
        "authorization.k8s.io", "LocalSubjectAccessReview", namespaced: true)

    private static func rbac(_ kind: String, namespaced: Bool = true) -> ResourceType {
        ResourceType(
            group: "rbac.authorization.k8s.io", kind: kind, plural: kind.lowercased() + "s",
            singular: kind.lowercased(), namespaced: namespaced)
    }

    private static func review(
        _ group: String, _ kind: String, namespaced: Bool = false
    ) -> ResourceType {
        ResourceType(
            group: group, kind: kind, plural: kind.lowercased() + "s",
            singular: kind.lowercased(), namespaced: namespaced)
    }
}
