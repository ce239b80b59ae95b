import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct NamespaceContentTests {
    @Test func aNamespaceComesWithItsContent() async throws {
        let test = try await TestRegistry(rootCertificates: "PEM")
        try await test.createNamespace("new")
        let account = try await test.registry.get(
            .serviceAccounts, namespace: "new", name: "default")
        #expect(account.text("metadata", "uid") != nil)
        let map = try await test.registry.get(
            .configMaps, namespace: "new", name: "kube-root-ca.crt")
        #expect(map.text("data", "ca.crt") == "PEM")
    }

    @Test func whatIsDeletedOrChangedComesBack() async throws {
        let test = try await TestRegistry(rootCertificates: "PEM")
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        let account = try await test.registry.delete(
            .serviceAccounts, namespace: "lab", name: "default", options: DeleteOptions())
        let uid = account.text("metadata", "uid")
        try await test.wait(for: .serviceAccounts) {
            $0.text("metadata", "name") == "default" && $0.text("metadata", "uid") != uid
        }
        _ = try await test.registry.patch(
            .configMaps, namespace: "lab", name: "kube-root-ca.crt", subresource: nil,
            patch: Patch(.merge, ["data": ["ca.crt": "other"]]), options: WriteOptions())
        try await test.wait(for: .configMaps) { $0.text("data", "ca.crt") == "PEM" }
    }

    @Test func aNamespaceWaitsForFinalizersAndSaysSo() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        try await test.create(
            ["metadata": ["name": "held", "finalizers": ["example.com/wait"]]], type: .configMaps)
        _ = try await test.registry.delete(
            .namespaces, namespace: nil, name: "lab", options: DeleteOptions())
        let message =
            "Some content in the namespace has finalizers remaining: "
            + "example.com/wait in 1 resource instances"
        try await test.wait(for: .namespaces) { namespace in
            let conditions = namespace.value(at: "status", "conditions")?.arrayValue ?? []
            return conditions.contains { $0.text("message") == message }
        }
        _ = try await test.registry.patch(
            .configMaps, namespace: "lab", name: "held", subresource: nil,
            patch: Patch(.merge, ["metadata": ["finalizers": .null]]), options: WriteOptions())
        try await test.waitForEnd(of: .namespaces, namespace: nil, "lab")
    }

    @Test func podsFindTheServer() async throws {
        let test = try await TestRegistry()
        try await test.registry.publish(ServerEndpoint(address: "10.88.0.1", port: 443))
        let service = try await test.registry.get(
            .services, namespace: "default", name: "kubernetes")
        #expect(service.text("spec", "clusterIP") == "10.88.0.1")
        try await test.registry.publish(ServerEndpoint(address: "10.89.0.1", port: 6443))
        let moved = try await test.registry.get(
            .services, namespace: "default", name: "kubernetes")
        #expect(moved.value(at: "spec", "clusterIPs") == ["10.89.0.1"])
        #expect(moved.value(at: "spec", "ports")?[0]?["targetPort"] == 6443)
        let endpoints = try await test.registry.get(
            .endpoints, namespace: "default", name: "kubernetes")
        #expect(endpoints["subsets"]?[0]?["addresses"] == [["ip": "10.89.0.1"]])
    }
}
