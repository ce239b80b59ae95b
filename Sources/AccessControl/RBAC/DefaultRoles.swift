import JSON

/// The roles and bindings that a new cluster has, with their rules for what is served here.
enum DefaultRoles {
    struct Role {
        var name: String
        var rules: [PolicyRule]
    }

    struct Binding {
        /// Of the binding and of the ClusterRole.
        var name: String
        var subjects: [RoleSubject]
    }

    static let clusterRoles: [Role] = [
        Role(
            name: "cluster-admin",
            rules: [
                PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]),
                PolicyRule(verbs: ["*"], nonResourceURLs: ["*"]),
            ]),
        Role(name: "admin", rules: adminRules + editRules + viewRules),
        Role(name: "edit", rules: editRules + viewRules),
        Role(name: "view", rules: viewRules),
        Role(name: "system:discovery", rules: [PolicyRule(verbs: ["get"], nonResourceURLs: apis)]),
        Role(
            name: "system:monitoring",
            rules: [PolicyRule(verbs: ["get"], nonResourceURLs: monitoring)]),
        Role(
            name: "system:basic-user",
            rules: [
                rule(
                    ["create"], authorization,
                    ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
                rule(["create"], authentication, ["selfsubjectreviews"]),
            ]),
        Role(
            name: "system:public-info-viewer",
            rules: [
                PolicyRule(
                    verbs: ["get"],
                    nonResourceURLs: ["/healthz", "/livez", "/readyz", "/version", "/version/"])
            ]),
        Role(
            name: "system:service-account-issuer-discovery",
            rules: [
                PolicyRule(
                    verbs: ["get"],
                    nonResourceURLs: [
                        "/.well-known/openid-configuration", "/.well-known/openid-configuration/",
                        "/openid/v1/jwks", "/openid/v1/jwks/",
                    ])
            ]),
        Role(
            name: "system:auth-delegator",
            rules: [
                rule(["create"], authentication, ["tokenreviews"]),
                rule(["create"], authorization, ["subjectaccessreviews"]),
            ]),
        Role(name: "system:node", rules: nodeRules),
        Role(
            name: "system:node-proxier",
            rules: [
                rule(["list", "watch"], core, ["endpoints", "services"]),
                rule(["get", "list", "watch"], core, ["nodes"]),
                rule(["create", "patch", "update"], [core, events], ["events"]),
                rule(["list", "watch"], "discovery.k8s.io", ["endpointslices"]),
            ]),
        Role(
            name: "system:kubelet-api-admin",
            rules: [
                rule(["get", "list", "watch"], core, ["nodes"]), rule(["proxy"], core, ["nodes"]),
                rule(["*"], core, ["nodes/log", "nodes/metrics", "nodes/proxy", "nodes/stats"]),
            ]),
    ]

    static let clusterRoleBindings: [Binding] = [
        Binding(name: "cluster-admin", subjects: [group(UserInfo.mastersGroup)]),
        Binding(name: "system:monitoring", subjects: [group("system:monitoring")]),
        Binding(name: "system:discovery", subjects: [group(UserInfo.authenticatedGroup)]),
        Binding(name: "system:basic-user", subjects: [group(UserInfo.authenticatedGroup)]),
        Binding(
            name: "system:public-info-viewer",
            subjects: [
                group(UserInfo.authenticatedGroup), group(UserInfo.unauthenticatedGroup),
            ]),
        Binding(
            name: "system:node-proxier",
            subjects: [RoleSubject(kind: "User", name: "system:kube-proxy")]),
        // Kubernetes leaves nodes to an authorizer of their own.
        Binding(name: "system:node", subjects: []),
        Binding(
            name: "system:service-account-issuer-discovery",
            subjects: [group(ServiceAccountName.allGroup)]),
    ]

    private static let core = ""
    private static let authentication = "authentication.k8s.io"
    private static let authorization = "authorization.k8s.io"
    private static let events = "events.k8s.io"
    private static let rbac = "rbac.authorization.k8s.io"

    private static let read = ["get", "list", "watch"]
    private static let write = ["create", "delete", "deletecollection", "patch", "update"]

    private static let apis = [
        "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*",
        "/readyz", "/version", "/version/",
    ]
    private static let monitoring = [
        "/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/slis", "/readyz",
        "/readyz/*",
    ]

    /// What everybody in a namespace may look at: no secrets, no roles.
    private static let viewRules = [
        rule(
            read, core,
            [
                "configmaps", "endpoints", "persistentvolumeclaims",
                "persistentvolumeclaims/status", "pods", "podtemplates", "serviceaccounts",
                "services", "services/status",
            ]),
        rule(
            read, core,
            [
                "bindings", "events", "limitranges", "namespaces/status", "pods/log",
                "pods/status", "resourcequotas", "resourcequotas/status",
            ]),
        rule(read, core, ["namespaces"]),
        rule(read, "discovery.k8s.io", ["endpointslices"]),
        rule(read, "policy", ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
        rule(read, "metrics.k8s.io", ["nodes", "pods"]),
    ]

    private static let editRules = [
        rule(
            read, core,
            [
                "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets",
                "services/proxy",
            ]),
        rule(["impersonate"], core, ["serviceaccounts"]),
        rule(
            write, core,
            ["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"]),
        rule(["create"], core, ["pods/eviction"]),
        rule(write, core, ["pods/ephemeralcontainers", "pods/resize"]),
        rule(
            write, core,
            [
                "configmaps", "events", "persistentvolumeclaims", "podtemplates", "secrets",
                "serviceaccounts", "services", "services/proxy",
            ]),
        rule(["create"], core, ["serviceaccounts/token"]),
        rule(write, "policy", ["poddisruptionbudgets"]),
        rule(read + write, "coordination.k8s.io", ["leases"]),
    ]

    private static let adminRules = [
        rule(["create"], authorization, ["localsubjectaccessreviews"]),
        rule(read + write, rbac, ["rolebindings", "roles"]),
    ]

    private static let nodeRules = [
        rule(["create"], authentication, ["tokenreviews"]),
        rule(["create"], authorization, ["localsubjectaccessreviews", "subjectaccessreviews"]),
        rule(read, core, ["services"]),
        rule(["create", "get", "list", "watch"], core, ["nodes"]),
        rule(["patch", "update"], core, ["nodes/status"]),
        rule(["patch", "update"], core, ["nodes"]),
        rule(["create", "patch", "update"], core, ["events"]),
        rule(read, core, ["pods"]),
        rule(["create", "delete"], core, ["pods"]),
        rule(["patch", "update"], core, ["pods/status"]),
        rule(["create"], core, ["pods/eviction"]),
        rule(read, core, ["configmaps", "secrets"]),
        rule(["get"], core, ["persistentvolumeclaims", "persistentvolumes"]),
        rule(["get"], core, ["endpoints"]),
        rule(["create"], core, ["serviceaccounts/token"]),
        rule(["get", "patch", "update"], core, ["persistentvolumeclaims/status"]),
        rule(
            ["create", "delete", "get", "patch", "update"], "coordination.k8s.io", ["leases"]),
        rule(read, "node.k8s.io", ["runtimeclasses"]),
    ]

    private static func rule(
        _ verbs: [String], _ group: String, _ resources: [String]
    ) -> PolicyRule {
        rule(verbs, [group], resources)
    }

    private static func rule(
        _ verbs: [String], _ groups: [String], _ resources: [String]
    ) -> PolicyRule {
        PolicyRule(verbs: verbs, apiGroups: groups, resources: resources)
    }

    private static func group(_ name: String) -> RoleSubject {
        RoleSubject(kind: "Group", name: name)
    }
}
