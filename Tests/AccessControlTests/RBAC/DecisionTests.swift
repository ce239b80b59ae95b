import Testing

@testable import AccessControl

@Suite("Decisions by roles")
struct DecisionTests {
    private static let policy: AccessPolicy = {
        var policy = AccessPolicy.bootstrap
        policy.setClusterRole(
            "named",
            [
                PolicyRule(
                    verbs: ["get", "list", "watch", "delete"], apiGroups: [""],
                    resources: ["configmaps"], resourceNames: ["one", "two"])
            ])
        policy.setClusterRole(
            "parts",
            [
                PolicyRule(verbs: ["update"], apiGroups: ["*"], resources: ["*/status"]),
                PolicyRule(verbs: ["get"], apiGroups: [""], resources: ["pods/log"]),
                PolicyRule(verbs: ["*"], apiGroups: ["policy"], resources: ["*"]),
                PolicyRule(verbs: ["get"], nonResourceURLs: ["/logs/*", "/swiftlet*"]),
            ])
        policy.setRole(
            ObjectName(namespace: "a", name: "local"),
            [PolicyRule(verbs: ["create"], apiGroups: [""], resources: ["pods"])])
        func bind(
            _ name: String, in namespace: String = "", _ role: RoleReference,
            _ subjects: RoleSubject...
        ) {
            policy.setBinding(
                RoleBinding(
                    id: ObjectName(namespace: namespace, name: name), role: role,
                    subjects: subjects))
        }
        bind("named", RoleReference(.clusterRole, "named"), RoleSubject(kind: "User", name: "nora"))
        bind("parts", RoleReference(.clusterRole, "parts"), RoleSubject(kind: "Group", name: "ops"))
        bind(
            "classmate", in: "a", RoleReference(.clusterRole, "edit"),
            RoleSubject(kind: "ServiceAccount", name: "mate", namespace: "b"))
        bind(
            "viewer", in: "a", RoleReference(.clusterRole, "view"),
            RoleSubject(kind: "User", name: "vera"))
        bind(
            "local", in: "a", RoleReference(.role, "local"), RoleSubject(kind: "User", name: "lou"))
        bind("gone", RoleReference(.clusterRole, "gone"), RoleSubject(kind: "User", name: "lou"))
        bind(
            "own", in: "a", RoleReference(.role, "local"),
            RoleSubject(kind: "ServiceAccount", name: "bot"))
        bind(
            "boss", in: "a", RoleReference(.clusterRole, "admin"),
            RoleSubject(kind: "User", name: "ada"))
        return policy
    }()

    struct Case: CustomTestStringConvertible {
        let user: String
        var groups: [String] = []
        /// `verb resource[.group][/subresource] namespace name`, `-` for empty; or `verb /path`.
        let request: String
        let isAllowed: Bool

        var testDescription: String { "\(user): \(request)" }
    }

    private static let mate = "system:serviceaccount:b:mate"
    private static let bot = "system:serviceaccount:a:bot"

    static let cases = [
        // Names of resources.
        Case(user: "nora", request: "get configmaps a one", isAllowed: true),
        Case(user: "nora", request: "delete configmaps b two", isAllowed: true),
        Case(user: "nora", request: "get configmaps a three", isAllowed: false),
        Case(user: "nora", request: "list configmaps a -", isAllowed: false),
        Case(user: "nora", request: "list configmaps a one", isAllowed: true),
        Case(user: "nora", request: "watch configmaps - one", isAllowed: true),
        Case(user: "nora", request: "deletecollection configmaps a -", isAllowed: false),
        Case(user: "nora", request: "get secrets a one", isAllowed: false),
        Case(user: "nora", request: "get configmaps.example.org a one", isAllowed: false),
        // Groups, subresources and wildcards.
        Case(user: "x", groups: ["ops"], request: "update pods/status a p", isAllowed: true),
        Case(
            user: "x", groups: ["ops"], request: "update things.example.org/status a p",
            isAllowed: true),
        Case(user: "x", groups: ["ops"], request: "update pods a p", isAllowed: false),
        Case(user: "x", groups: ["ops"], request: "patch pods/status a p", isAllowed: false),
        Case(user: "x", groups: ["ops"], request: "get pods/log a p", isAllowed: true),
        Case(user: "x", groups: ["ops"], request: "get pods a p", isAllowed: false),
        Case(
            user: "x", groups: ["ops"], request: "invent poddisruptionbudgets.policy a p",
            isAllowed: true),
        Case(user: "ops", request: "get pods/log a p", isAllowed: false),
        // Paths.
        Case(user: "x", groups: ["ops"], request: "get /logs/a", isAllowed: true),
        Case(user: "x", groups: ["ops"], request: "get /logs", isAllowed: false),
        Case(user: "x", groups: ["ops"], request: "get /swiftlet/v1/status", isAllowed: true),
        Case(user: "x", groups: ["ops"], request: "post /swiftlet/v1/images", isAllowed: false),
        // A role in a namespace.
        Case(user: "lou", request: "create pods a -", isAllowed: true),
        Case(user: "lou", request: "create pods b -", isAllowed: false),
        Case(user: "lou", request: "create pods - -", isAllowed: false),
        Case(user: bot, request: "create pods a -", isAllowed: true),
        Case(user: "system:serviceaccount:b:bot", request: "create pods a -", isAllowed: false),
        // The default roles in a namespace.
        Case(user: mate, request: "create pods a -", isAllowed: true),
        Case(user: mate, request: "get secrets a s", isAllowed: true),
        Case(user: mate, request: "create pods/eviction a p", isAllowed: true),
        Case(user: mate, request: "create serviceaccounts/token a s", isAllowed: true),
        Case(user: mate, request: "update pods/status a p", isAllowed: false),
        Case(user: mate, request: "create roles.rbac.authorization.k8s.io a -", isAllowed: false),
        Case(user: mate, request: "create resourcequotas a -", isAllowed: false),
        Case(user: mate, request: "create pods b -", isAllowed: false),
        Case(user: mate, request: "list pods - -", isAllowed: false),
        Case(user: mate, request: "list nodes - -", isAllowed: false),
        Case(user: "vera", request: "list pods a -", isAllowed: true),
        Case(user: "vera", request: "get pods/log a p", isAllowed: true),
        Case(user: "vera", request: "get namespaces a a", isAllowed: true),
        Case(user: "vera", request: "get secrets a s", isAllowed: false),
        Case(user: "vera", request: "delete pods a p", isAllowed: false),
        Case(
            user: "ada", request: "create rolebindings.rbac.authorization.k8s.io a -",
            isAllowed: true),
        Case(
            user: "ada", request: "escalate roles.rbac.authorization.k8s.io a x", isAllowed: false),
        Case(
            user: "ada", request: "create clusterroles.rbac.authorization.k8s.io - -",
            isAllowed: false),
        // Everybody, and nobody.
        Case(
            user: "z", groups: ["system:authenticated"],
            request: "create selfsubjectaccessreviews.authorization.k8s.io - -", isAllowed: true),
        Case(user: "z", groups: ["system:authenticated"], request: "get /api/v1", isAllowed: true),
        Case(
            user: "z", groups: ["system:authenticated"], request: "get /openapi/v3",
            isAllowed: true),
        Case(
            user: "z", groups: ["system:authenticated"], request: "get /metrics", isAllowed: false),
        Case(
            user: "z", groups: ["system:authenticated"], request: "list pods - -", isAllowed: false),
        Case(
            user: "z", groups: ["system:serviceaccounts"], request: "get /openid/v1/jwks",
            isAllowed: true),
        Case(
            user: "y", groups: ["system:unauthenticated"], request: "get /version", isAllowed: true),
        Case(user: "y", groups: ["system:unauthenticated"], request: "get /api", isAllowed: false),
        Case(user: "root", groups: ["system:masters"], request: "invent x y z", isAllowed: true),
        Case(user: "root", groups: ["system:masters"], request: "post /any", isAllowed: true),
        Case(user: "system:masters", request: "list pods a -", isAllowed: false),
    ]

    private static func attributes(_ text: String) -> RequestAttributes {
        let parts = text.split(separator: " ").map { $0 == "-" ? "" : String($0) }
        guard !parts[1].hasPrefix("/") else {
            return RequestAttributes(verb: parts[0], target: .path(parts[1]))
        }
        let combined = parts[1].split(separator: "/", maxSplits: 1).map(String.init)
        let resource = combined[0].split(separator: ".", maxSplits: 1).map(String.init)
        return RequestAttributes(
            verb: parts[0],
            resource: ResourceAttributes(
                group: resource.count > 1 ? resource[1] : "", resource: resource[0],
                subresource: combined.count > 1 ? combined[1] : "", namespace: parts[2],
                name: parts[3]))
    }

    @Test(arguments: cases) func areThoseOfKubernetes(_ item: Case) {
        let decision = RBACAuthorizer(Self.policy).decide(
            Self.attributes(item.request),
            by: UserInfo(username: item.user, groups: item.groups))
        #expect(decision.isAllowed == item.isAllowed)
    }

    @Test func giveTheirReason() {
        func reason(_ user: String, _ request: String) -> String {
            Self.policy.decide(Self.attributes(request), by: UserInfo(username: user)).reason
        }
        #expect(
            reason("nora", "get configmaps a one")
                == "RBAC: allowed by ClusterRoleBinding \"named\" of ClusterRole \"named\" to User \"nora\""
        )
        #expect(
            reason(Self.mate, "create pods a -")
                == "RBAC: allowed by RoleBinding \"classmate/a\" of ClusterRole \"edit\" to "
                + "ServiceAccount \"mate/b\"")
        #expect(
            reason("lou", "list pods a -")
                == "RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found")
        #expect(reason("nobody", "list pods a -") == "")
    }

    @Test func forgetWhatIsTakenAway() {
        var policy = Self.policy
        let lou = UserInfo(username: "lou")
        let request = Self.attributes("create pods a -")
        policy.removeBinding(ObjectName(namespace: "a", name: "local"))
        #expect(!policy.decide(request, by: lou).isAllowed)
        policy = Self.policy
        policy.setBinding(
            RoleBinding(
                id: ObjectName(namespace: "a", name: "local"), role: RoleReference(.role, "local"),
                subjects: [RoleSubject(kind: "User", name: "lea")]))
        #expect(!policy.decide(request, by: lou).isAllowed)
        #expect(policy.decide(request, by: UserInfo(username: "lea")).isAllowed)
        policy.removeAllBindings(inCluster: false)
        #expect(!policy.decide(request, by: UserInfo(username: "lea")).isAllowed)
        #expect(
            policy.decide(
                Self.attributes("get configmaps a one"), by: UserInfo(username: "nora")
            ).isAllowed)
    }
}
