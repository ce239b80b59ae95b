import Foundation
import Testing

/// Swiftlet's own client with every kind that is served.
@Suite struct SwiftletKindsTests {
    /// What a kind may be called, an object of `examples/kubectl/kinds.yaml`, and what its
    /// description shows.
    private static let kinds: [(names: [String], object: String, description: String)] = [
        (["podtemplates", "podtemplate"], "worker", "busybox"),
        (["secret", "secrets"], "login", "password:  6 bytes"),
        (["sa", "serviceaccounts", "ServiceAccount"], "builder", "Image pull secrets"),
        (["svc", "services"], "api", "Selector:"),
        (["ep", "endpoints"], "database", "192.0.2.7"),
        (["limits", "limitranges"], "limits", "Default Request"),
        (["quota", "resourcequotas"], "quota", "requests.memory"),
        (["pvc", "persistentvolumeclaims"], "data", "manual"),
        (["pv", "persistentvolumes"], "lab-data", "hostPath"),
        (["leases", "lease.coordination.k8s.io"], "leader", "api-1"),
        (["runtimeclass", "runtimeclasses.node.k8s.io"], "lab-runc", "runc"),
        (["pc", "priorityclasses.v1.scheduling.k8s.io"], "lab-low", "Value:"),
        (["pdb", "poddisruptionbudgets.policy"], "api", "Min available:"),
        (["role", "roles.rbac.authorization.k8s.io"], "pod-reader", "PolicyRule:"),
        (["rolebinding", "rolebindings"], "builder-reads", "ServiceAccount  builder"),
        (["clusterrole", "clusterroles"], "lab-node-reader", "nodes"),
        (["clusterrolebinding", "clusterrolebindings"], "lab-node-readers", "lab-node-reader"),
        (["events.events.k8s.io"], "api-noted", "Somebody looked"),
    ]

    @Test func everyKindIsFoundByAllItsNames() async throws {
        let daemon = try await TestDaemon()
        let manifest = TestDaemon.project + "/examples/kubectl/kinds.yaml"
        #expect(try await daemon.swiftlet("create", "namespace", "lab").status == 0)
        let applied = try await daemon.swiftlet("apply", "-n", "lab", "-f", manifest)
        #expect(applied.status == 0, "\(applied.error)")
        #expect(applied.lines.count == Self.kinds.count)
        for (names, object, description) in Self.kinds {
            for name in names {
                let found = try await daemon.swiftlet(
                    "get", name, object, "-n", "lab", "-o", "name")
                #expect(found.output.hasSuffix("/\(object)\n"), "\(name): \(found.error)")
                let pair = try await daemon.swiftlet("get", "\(name)/\(object)", "-n", "lab")
                // Events are shown without their names, as kubectl shows them.
                let shown = name.hasPrefix("events") ? description : object
                #expect(pair.output.contains(shown), "\(name): \(pair.error)")
            }
            let text = try await daemon.swiftlet("describe", names[0], object, "-n", "lab")
            #expect(text.output.contains(description), "\(names[0]): \(text.output)\(text.error)")
        }
        let deleted = try await daemon.swiftlet("delete", "-n", "lab", "-f", manifest)
        #expect(deleted.status == 0, "\(deleted.error)")
        #expect(deleted.lines.count == Self.kinds.count)
        try await daemon.tearDown()
    }
}
