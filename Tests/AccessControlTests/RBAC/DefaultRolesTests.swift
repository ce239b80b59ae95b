import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import AccessControl

@Suite("Default roles")
struct DefaultRolesTests {
    private let objects = FakeObjects()

    private func get(_ type: ResourceType, _ name: String) async throws -> JSONValue {
        try await objects.get(type, namespace: nil, name: name)
    }

    @Test func areMadeAndRead() async throws {
        let authorizer = RBACAuthorizer()
        try await authorizer.prepare(objects)
        let role = try await get(.clusterRoles, "cluster-admin")
        #expect(role["rules"]?.arrayValue?.count == 2)
        #expect(
            role.value(at: "metadata", "labels", "kubernetes.io/bootstrapping") == "rbac-defaults")
        let binding = try await get(.clusterRoleBindings, "cluster-admin")
        #expect(
            binding["subjects"]
                == [
                    [
                        "kind": "Group", "name": "system:masters",
                        "apiGroup": "rbac.authorization.k8s.io",
                    ]
                ])
        let decision = authorizer.decide(
            RequestAttributes(verb: "get", target: .path("/version")), by: .anonymous)
        #expect(decision.isAllowed)
    }

    @Test func getBackWhatTheyLackAndKeepWhatWasAdded() async throws {
        let rule: JSONValue = ["verbs": ["x"], "apiGroups": ["y"], "resources": ["z"]]
        objects.put(.clusterRoles, "system:basic-user", ["rules": [rule]])
        objects.put(
            .clusterRoleBindings, "system:discovery",
            ["subjects": [["kind": "User", "name": "u"]], "roleRef": ["name": "r"]])
        try await RBACAuthorizer().prepare(objects)
        let rules = try await get(.clusterRoles, "system:basic-user")["rules"]?.arrayValue ?? []
        #expect(rules.first == rule)
        #expect(rules.count == 4)
        let subjects = try await get(.clusterRoleBindings, "system:discovery")["subjects"]
        #expect(subjects?.arrayValue?.compactMap { $0["name"] } == ["u", "system:authenticated"])
    }

    @Test func areLeftAloneWhereAsked() async throws {
        let metadata: JSONValue = [
            "metadata": [
                "annotations": ["rbac.authorization.kubernetes.io/autoupdate": "false"]
            ]
        ]
        objects.put(.clusterRoles, "view", metadata)
        try await RBACAuthorizer().prepare(objects)
        #expect(try await get(.clusterRoles, "view")["rules"] == nil)
    }
}
