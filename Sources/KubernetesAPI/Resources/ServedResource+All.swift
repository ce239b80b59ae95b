extension ServedResource {
    /// All that is served, group by group in the order of discovery, and by name in each.
    public static let all: [ServedResource] =
        core + authentication + authorization + events + policy + rbac + scheduling + coordination
        + node + discovery + metrics

    /// What is served of a type; nil for one that is not.
    public static func of(_ type: ResourceType) -> ServedResource? { byType[type] }

    private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })

    private static let core: [ServedResource] = [
        answered(.bindings),
        ServedResource(.configMaps),
        ServedResource(.endpoints),
        ServedResource(.events),
        ServedResource(.limitRanges),
        ServedResource(
            .namespaces, verbs: storedVerbs.filter { $0 != "deletecollection" },
            subresources: [
                part("finalize", of: .namespaces, verbs: ["update"]),
                part("status", of: .namespaces),
            ]),
        ServedResource(
            .nodes,
            subresources: [
                action(
                    "proxy", kind: "NodeProxyOptions",
                    verbs: ["create", "delete", "get", "patch", "update"]),
                part("status", of: .nodes),
            ]),
        withStatus(.persistentVolumeClaims),
        withStatus(.persistentVolumes),
        pods,
        ServedResource(.podTemplates),
        withStatus(.resourceQuotas),
        ServedResource(.secrets),
        ServedResource(
            .serviceAccounts,
            subresources: [
                action("token", group: "authentication.k8s.io", kind: "TokenRequest")
            ]),
        withStatus(.services, categories: ["all"]),
    ]

    private static let pods = ServedResource(
        .pods, categories: ["all"],
        subresources: [
            action("attach", kind: "PodAttachOptions", verbs: ["create", "get"]),
            action("binding", kind: "Binding"),
            part("ephemeralcontainers", of: .pods),
            action("eviction", group: "policy", kind: "Eviction"),
            action("exec", kind: "PodExecOptions", verbs: ["create", "get"]),
            part("log", of: .pods, verbs: ["get"]),
            action("portforward", kind: "PodPortForwardOptions", verbs: ["create", "get"]),
            action(
                "proxy", kind: "PodProxyOptions",
                verbs: ["create", "delete", "get", "patch", "update"]),
            part("resize", of: .pods),
            part("status", of: .pods),
        ])

    private static let authentication = [
        answered(.selfSubjectReviews), answered(.tokenReviews),
    ]

    private static let authorization = [
        answered(.localSubjectAccessReviews), answered(.selfSubjectAccessReviews),
        answered(.selfSubjectRulesReviews), answered(.subjectAccessReviews),
    ]

    private static let events = [ServedResource(.eventsV1)]

    private static let policy = [withStatus(.podDisruptionBudgets)]

    private static let rbac = [
        ServedResource(.clusterRoleBindings), ServedResource(.clusterRoles),
        ServedResource(.roleBindings), ServedResource(.roles),
    ]

    private static let scheduling = [ServedResource(.priorityClasses)]

    private static let coordination = [ServedResource(.leases)]

    private static let node = [ServedResource(.runtimeClasses)]

    private static let discovery = [ServedResource(.endpointSlices)]

    private static let metrics = [
        ServedResource(.nodeMetrics, verbs: measuredVerbs),
        ServedResource(.podMetrics, verbs: measuredVerbs),
    ]

    private static func withStatus(
        _ type: ResourceType, categories: [String] = []
    ) -> ServedResource {
        ServedResource(type, categories: categories, subresources: [part("status", of: type)])
    }
}

extension ResourceType {
    /// What the API server serves.
    public static let served: [ResourceType] = ServedResource.all.map(\.type)

    /// The type of a path: `apps`, `v1`, `deployments`; nil where it is not served.
    public static func served(group: String, version: String, plural: String) -> ResourceType? {
        served.first { $0.plural == plural && $0.group == group && $0.version == version }
    }
}
