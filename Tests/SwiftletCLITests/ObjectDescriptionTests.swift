import JSON
import KubernetesAPI
import Testing

@testable import SwiftletCLI

/// The layouts are those of `kubectl describe`.
@Suite struct ObjectDescriptionTests {
    private func describe(_ yaml: String, _ type: ResourceType) throws -> String {
        let object = try #require(YAMLReader.documents(yaml).first)
        return ObjectDescription.text(
            object, type, events: [], now: Timestamp(nanosecondsSince1970: 0))
    }

    private func type(_ kind: String, group: String = "") -> ResourceType {
        ResourceType(
            group: group, kind: kind, plural: kind.lowercased() + "s", singular: kind.lowercased())
    }

    @Test func configMapsShowTheirData() throws {
        let text = try describe(
            "{metadata: {name: c, namespace: lab}, data: {b: two, a: one}, binaryData: {z: AAEC}}",
            type("ConfigMap"))
        #expect(
            text == """
                Name:         c
                Namespace:    lab
                Labels:       <none>
                Annotations:  <none>

                Data
                ====
                a:
                ----
                one

                b:
                ----
                two


                BinaryData
                ====
                z: 3 bytes

                Events:  <none>

                """)
    }

    @Test func secretsDoNot() throws {
        let text = try describe(
            "{metadata: {name: s, namespace: lab}, type: Opaque, data: {password: czNjcmV0}}",
            type("Secret"))
        #expect(
            text.hasSuffix(
                """

                Type:  Opaque

                Data
                ====
                password:  6 bytes

                """))
        #expect(!text.contains("czNjcmV0"))
    }

    @Test func rolesShowOneResourceALine() throws {
        let text = try describe(
            """
            metadata: {name: r, namespace: lab}
            rules:
            - {apiGroups: [""], resources: [pods, pods/log], verbs: [get, list]}
            - {apiGroups: [apps], resources: [deployments/scale], resourceNames: [web], verbs: ["*"]}
            - {nonResourceURLs: [/healthz], verbs: [get]}
            """, type("Role", group: "rbac.authorization.k8s.io"))
        #expect(
            text.hasSuffix(
                """
                PolicyRule:
                  Resources               Non-Resource URLs  Resource Names  Verbs
                  ---------               -----------------  --------------  -----
                                          [/healthz]         []              [get]
                  deployments.apps/scale  []                 [web]           [*]
                  pods                    []                 []              [get list]
                  pods/log                []                 []              [get list]

                """), "\(text)")
    }

    @Test func bindingsShowRoleAndSubjects() throws {
        let text = try describe(
            """
            metadata: {name: b}
            roleRef: {kind: ClusterRole, name: view}
            subjects: [{kind: ServiceAccount, name: robot, namespace: lab}, {kind: User, name: eva}]
            """, type("ClusterRoleBinding", group: "rbac.authorization.k8s.io"))
        #expect(
            text.hasSuffix(
                """
                Role:
                  Kind:  ClusterRole
                  Name:  view
                Subjects:
                  Kind            Name   Namespace
                  ----            ----   ---------
                  ServiceAccount  robot  lab
                  User            eva\("    ")

                """), "\(text)")
    }

    @Test func quotasAndLimitsAreTables() throws {
        let quota = try describe(
            """
            metadata: {name: q, namespace: lab}
            spec: {hard: {pods: "4"}}
            status: {hard: {pods: "4", memory: 1Gi}, used: {pods: "2"}}
            """, type("ResourceQuota"))
        #expect(
            quota == """
                Name:       q
                Namespace:  lab
                Resource    Used  Hard
                --------    ----  ----
                memory      0     1Gi
                pods        2     4

                """)
        let limits = try describe(
            """
            metadata: {name: l, namespace: lab}
            spec: {limits: [{type: Container, max: {memory: 1Gi}, default: {memory: 64Mi}}]}
            """, type("LimitRange"))
        #expect(
            limits.split(separator: "\n").last?.split(separator: " ") == [
                "Container", "memory", "-", "1Gi", "-", "64Mi", "-",
            ])
    }

    @Test func disruptionBudgetsShowTheirStatus() throws {
        let text = try describe(
            """
            metadata: {name: p, namespace: lab}
            spec:
              minAvailable: 50%
              selector:
                matchLabels: {app: web}
                matchExpressions: [{key: tier, operator: In, values: [a, b]}]
            status: {disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2}
            """, type("PodDisruptionBudget", group: "policy"))
        #expect(
            text == """
                Name:           p
                Namespace:      lab
                Min available:  50%
                Selector:       app=web,tier in (a,b)
                Status:
                    Allowed disruptions:  1
                    Current:              2
                    Desired:              1
                    Total:                2
                Events:                   <none>

                """, "\(text)")
    }

    @Test func otherKindsShowTheirMembers() throws {
        let text = try describe(
            "{apiVersion: v1, kind: Widget, metadata: {name: w}, spec: {size: 3}}", type("Widget"))
        #expect(text.contains("Kind:         Widget\n") && text.contains("spec:\n  size: 3\n"))
    }
}
