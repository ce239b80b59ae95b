import JSON
import KubernetesAPI
import Testing

@testable import AccessControl

@Suite("Giving rights away")
struct EscalationTests {
    private let held = [
        PolicyRule(verbs: ["get", "list"], apiGroups: [""], resources: ["pods", "*/log"]),
        PolicyRule(verbs: ["*"], apiGroups: ["apps"], resources: ["*"]),
        PolicyRule(
            verbs: ["get"], apiGroups: [""], resources: ["secrets"], resourceNames: ["a", "b"]),
        PolicyRule(verbs: ["get"], nonResourceURLs: ["/healthz/*"]),
    ]

    private func missing(_ rule: PolicyRule) -> [String] {
        PolicyRule.compacted(PolicyRule.missing([rule], in: held)).map(\.compactDescription)
    }

    @Test func coversWhatIsHeld() {
        for rule in [
            PolicyRule(verbs: ["list", "get"], apiGroups: [""], resources: ["pods"]),
            PolicyRule(verbs: ["get"], apiGroups: [""], resources: ["pods", "jobs/log"]),
            PolicyRule(
                verbs: ["get"], apiGroups: [""], resources: ["pods"], resourceNames: ["x"]),
            PolicyRule(verbs: ["invent"], apiGroups: ["apps"], resources: ["deployments/scale"]),
            PolicyRule(
                verbs: ["get"], apiGroups: [""], resources: ["secrets"], resourceNames: ["b"]),
            PolicyRule(verbs: ["get"], nonResourceURLs: ["/healthz/x"]),
        ] { #expect(missing(rule) == [], "\(rule)") }
    }

    @Test func namesWhatIsMissing() {
        #expect(
            missing(
                PolicyRule(
                    verbs: ["get", "delete", "watch"], apiGroups: [""], resources: ["pods"]))
                == [#"{APIGroups:[""], Resources:["pods"], Verbs:["delete" "watch"]}"#])
        #expect(
            missing(PolicyRule(verbs: ["get"], apiGroups: [""], resources: ["secrets"]))
                == [#"{APIGroups:[""], Resources:["secrets"], Verbs:["get"]}"#])
        #expect(
            missing(
                PolicyRule(
                    verbs: ["get"], apiGroups: [""], resources: ["secrets"],
                    resourceNames: ["a", "c"]))
                == [#"{APIGroups:[""], Resources:["secrets"], ResourceNames:["c"], Verbs:["get"]}"#]
        )
        #expect(
            missing(PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]))
                == [#"{APIGroups:["*"], Resources:["*"], Verbs:["*"]}"#])
        #expect(
            missing(PolicyRule(verbs: ["get"], nonResourceURLs: ["/healthz"]))
                == [#"{NonResourceURLs:["/healthz"], Verbs:["get"]}"#])
    }

    private func review(
        _ type: ResourceType, _ object: JSONValue, old: JSONValue? = nil, user: String,
        verb: String = "create"
    ) -> String? {
        var policy = AccessPolicy.bootstrap
        policy.setClusterRole(
            "binder",
            [
                PolicyRule(
                    verbs: ["bind"], apiGroups: ["rbac.authorization.k8s.io"],
                    resources: ["clusterroles"], resourceNames: ["cluster-admin"]),
                PolicyRule(
                    verbs: ["escalate"], apiGroups: ["rbac.authorization.k8s.io"],
                    resources: ["roles"]),
            ])
        for (role, subject) in [("admin", "ada"), ("binder", "bea")] {
            policy.setBinding(
                RoleBinding(
                    id: ObjectName(namespace: "a", name: role),
                    role: RoleReference(.clusterRole, role),
                    subjects: [RoleSubject(kind: "User", name: subject)]))
        }
        let scope = RequestScope(
            user: UserInfo(username: user, groups: user == "root" ? ["system:masters"] : ["g"]),
            attributes: RequestAttributes(
                verb: verb, resource: ResourceAttributes(resource: "x", namespace: "a")))
        do {
            try RoleWriteReview(authorizer: RBACAuthorizer(policy))
                .review(object, old: old, type: type, in: scope)
            return nil
        } catch let error as APIError {
            return "\(error.code) \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    private func role(_ verbs: JSONValue, _ resources: JSONValue) -> JSONValue {
        [
            "metadata": ["name": "r", "namespace": "a"],
            "rules": [["verbs": verbs, "apiGroups": [""], "resources": resources]],
        ]
    }

    private func binding(_ role: String) -> JSONValue {
        [
            "metadata": ["name": "b", "namespace": "a"],
            "roleRef": ["kind": "ClusterRole", "name": .string(role)],
            "subjects": [["kind": "User", "name": "eve"]],
        ]
    }

    @Test func needsTheRightsInARole() {
        #expect(review(.roles, role(["get", "create"], ["pods"]), user: "ada") == nil)
        #expect(
            review(.roles, role(["create", "get"], ["nodes"]), user: "ada")
                == "403 roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"ada\" "
                + "(groups=[\"g\"]) is attempting to grant RBAC permissions not currently held:\n"
                + #"{APIGroups:[""], Resources:["nodes"], Verbs:["create" "get"]}"#)
        #expect(review(.roles, role(["*"], ["*"]), user: "root") == nil)
        #expect(review(.roles, role(["*"], ["*"]), user: "bea") == nil)
    }

    @Test func needsTheRightsInABinding() {
        #expect(review(.roleBindings, binding("view"), user: "ada") == nil)
        #expect(review(.roleBindings, binding("cluster-admin"), user: "ada")?.prefix(4) == "403 ")
        #expect(review(.roleBindings, binding("cluster-admin"), user: "bea") == nil)
        #expect(review(.roleBindings, binding("view"), user: "bea")?.prefix(4) == "403 ")
        #expect(
            review(.roleBindings, binding("none"), user: "ada")
                == "404 clusterroles.rbac.authorization.k8s.io \"none\" not found")
    }

    @Test func looksAtChangesOfRightsOnly() {
        var labelled = role(["*"], ["*"])
        labelled.set("y", at: "metadata", "labels", "x")
        #expect(
            review(.roles, labelled, old: role(["*"], ["*"]), user: "ada", verb: "update") == nil)
        #expect(review(.pods, ["metadata": ["name": "p"]], user: "ada") == nil)
    }

    @Test func needsCreateForAPatchThatCreates() {
        #expect(
            review(.configMaps, ["metadata": ["name": "x"]], user: "eve", verb: "patch")
                == "403 x is forbidden: User \"eve\" cannot create resource \"x\" in API group \"\" "
                + "in the namespace \"a\"")
    }
}
