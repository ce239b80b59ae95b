import Foundation
import JSON
import Logging
import NIOHTTP1
import ObjectStore
import Registry
import Testing

@testable import APIServer

/// Whole conversations of kubectl with the API server over the real registry.
@Suite("kubectl over the registry", .serialized, .enabled(if: !Kubectl.all.isEmpty))
struct KubectlOverRegistryTests {
    @Test(arguments: Kubectl.all) func worksWithPods(kubectl: Kubectl) async throws {
        try await withRegistry { server in
            try await kubectl.check(
                server,
                [
                    .init("create namespace lab", "namespace/lab created"),
                    .init("apply -n lab -f -", input: Self.pod, "pod/web created"),
                    .init("apply -n lab -f -", input: Self.pod, "pod/web unchanged"),
                    .init(
                        "apply -n lab -f -",
                        input: Self.pod.replacing("busybox", with: "busybox:1"),
                        "pod/web configured"),
                    .init("diff -n lab -f -", input: Self.pod, "image: busybox", status: 1),
                    .init(
                        "get pods -n lab", "NAME   READY   STATUS    RESTARTS   AGE\nweb    0/1 "),
                    .init("get pods -n lab -o wide", "NOMINATED NODE"),
                    .init("get pods -A -l app=web -o name", "pod/web"),
                    .init("get all -n lab", "pod/web   0/1 "),
                    .init("get pods -n lab -l app=other", "No resources found in lab namespace."),
                    .init("get pod web -n lab -o yaml", "image: busybox:1"),
                    .init("get pod web -n lab -o jsonpath={.spec.restartPolicy}", "Always"),
                    .init("describe pod web -n lab", "Successfully assigned lab/web to node"),
                    .init("get events -n lab", "Scheduled"),
                    .init("events -n lab --for pod/web", "Scheduled"),
                    .init("label pod web -n lab tier=front", "pod/web labeled"),
                    .init("annotate pod web -n lab note=x", "pod/web annotated"),
                    .init(
                        "patch pod web -n lab -p '{\"metadata\":{\"labels\":{\"a\":\"b\"}}}'",
                        "pod/web patched"),
                    .init(
                        "wait -n lab --for=condition=PodScheduled pod/web --timeout=5s",
                        "pod/web condition met"),
                    .init("logs web -n lab", "one\ntwo\n"),
                    .init(
                        "delete pod web -n lab --force --grace-period=0", "\"web\" force deleted"),
                    .init("delete namespace lab", "namespace \"lab\" deleted"),
                    .init("get namespace lab", "namespaces \"lab\" not found", status: 1),
                ])
        }
    }

    @Test(arguments: Kubectl.all) func refusesMistakes(kubectl: Kubectl) async throws {
        try await withRegistry { server in
            try await kubectl.check(
                server,
                [
                    .init(
                        "apply -f -", input: Self.pod.replacing("image:", with: "imgae:"),
                        #"unknown field "spec.containers[0].imgae""#, status: 1),
                    .init(
                        "apply -f - --validate=warn",
                        input: Self.pod.replacing(
                            "  containers:", with: "  colour: red\n  containers:"),
                        #"Warning: unknown field "spec.colour""#),
                    .init(
                        "apply -n nope -f -", input: Self.pod, "namespaces \"nope\" not found",
                        status: 1),
                    .init("get widgets", "the server doesn't have a resource type", status: 1),
                    .init(
                        "apply -f -",
                        input: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}",
                        #"no matches for kind "Deployment" in version "apps/v1""#, status: 1),
                    .init(
                        "apply -f - --dry-run=server",
                        input: "apiVersion: v1\nkind: List\nitems: [\(Self.namespaceInAList)]",
                        "namespace/listed created (server dry run)"),
                ])
        }
    }

    @Test(arguments: Kubectl.all) func appliesOnTheServer(kubectl: Kubectl) async throws {
        let other = Self.pod.replacing("app: web", with: "app: other")
        try await withRegistry { server in
            try await kubectl.check(
                server,
                [
                    .init(
                        "apply --server-side -f -", input: Self.pod, "pod/web serverside-applied"),
                    .init(
                        "apply --server-side -f -", input: Self.pod, "pod/web serverside-applied"),
                    .init(
                        "apply --server-side --field-manager other -f -", input: other,
                        "conflict with \"kubectl\": .metadata.labels.app", status: 1),
                    .init(
                        "apply --server-side --field-manager other --force-conflicts -f -",
                        input: other, "pod/web serverside-applied"),
                    .init("get pod web -o jsonpath={.metadata.labels.app}", "other"),
                    .init("get pod web -o yaml --show-managed-fields", "manager: other"),
                    .init(
                        "diff --server-side --force-conflicts -f -", input: Self.pod,
                        "+    app: web", status: 1),
                    .init(
                        "apply --server-side --dry-run=server -f - -o name", input: Self.pod,
                        "conflict", status: 1),
                    .init(
                        "apply --server-side -f -",
                        input: Self.pod.replacing("image:", with: "imgae:"),
                        #".spec.containers[name="main"].imgae: field not declared in schema"#,
                        status: 1),
                    .init("delete pod web --force --grace-period=0", "deleted"),
                ])
        }
    }

    /// From client-side apply to server-side apply and back.
    @Test(arguments: Kubectl.all) func migrates(kubectl: Kubectl) async throws {
        let changed = Self.pod.replacing("app: web", with: "app: two")
        let fewer = Self.pod.replacing("  labels:\n    app: web\n", with: "")
        try await withRegistry { server in
            try await kubectl.check(
                server,
                [
                    .init("apply -f -", input: Self.pod, "pod/web created"),
                    .init(
                        "get pod web -o yaml --show-managed-fields",
                        "manager: kubectl-client-side-apply"),
                    .init("apply --server-side -f -", input: changed, "serverside-applied"),
                    .init("get pods -l app=two -o name", "pod/web"),
                    .init("apply --server-side -f -", input: fewer, "serverside-applied"),
                    .init("get pods -l app", "No resources found"),
                    .init("apply -f -", input: Self.pod, "pod/web configured"),
                    .init("get pod web -o jsonpath={.metadata.labels.app}", "web"),
                ])
        }
    }

    @Test(arguments: Kubectl.all) func explains(kubectl: Kubectl) async throws {
        try await withRegistry { server in
            try await kubectl.check(
                server,
                [
                    .init("explain pod.spec", "FIELDS:"),
                    .init("explain pods.spec.containers.imagePullPolicy", "IfNotPresent"),
                    .init("api-resources", "po"), .init("api-versions", "v1"),
                    .init("get --raw /readyz", "ok"),
                    .init("version", "v1.37.0+swiftlet-0.1.0"),
                ])
        }
    }

    @Test func whatIsReadIsNotOlderThanAsked() async throws {
        try await withRegistry { server in
            let path = "/api/v1/namespaces/default"
            let now = try await server.send(.GET, path)
            let version = try #require(
                now.json.value(at: "metadata", "resourceVersion")?.stringValue)
            for known in ["0", "1", version] {
                let answer = try await server.send(.GET, "\(path)?resourceVersion=\(known)")
                #expect(answer.json == now.json)
            }
            let later = try await server.send(.GET, path + "?resourceVersion=999999")
            #expect(later.status == 504)
            #expect(later.headers.first(name: "retry-after") == "1")
            #expect(
                later.json["message"]?.stringValue?.hasPrefix(
                    "Timeout: Too large resource version: 999999, current: ") == true)
            let wrong = try await server.send(.GET, path + "?resourceVersion=x")
            #expect(wrong.status == 400)
        }
    }

    @Test func anUpdateThatMakesIsCreated() async throws {
        try await withRegistry { server in
            let path = "/apis/coordination.k8s.io/v1/namespaces/default/leases/leader"
            let lease = #"{"metadata":{"name":"leader"},"spec":{"holderIdentity":"a"}}"#
            #expect(try await server.send(.PUT, path, body: lease).status == 201)
            let blind = try await server.send(.PUT, path, body: lease)
            #expect(blind.status == 422)
            let found = try await server.send(.GET, path)
            #expect(try await server.send(.PUT, path, body: found.text).status == 200)
            let settings = "/api/v1/namespaces/default/configmaps/settings"
            let absent = try await server.send(
                .PUT, settings, body: #"{"metadata":{"name":"settings"}}"#)
            #expect(absent.status == 404)
        }
    }

    private static let namespaceInAList =
        "{apiVersion: v1, kind: Namespace, metadata: {name: listed}}"

    private static let pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          labels:
            app: web
        spec:
          containers:
          - name: main
            image: busybox
            command: ["sleep", "100"]
        """
}

/// A kubectl on this machine.
struct Kubectl: CustomTestStringConvertible {
    let path: String

    var testDescription: String { path }

    /// The installed one, and those that the environment variable `SWIFTLET_TEST_KUBECTL` names
    /// (colon-separated paths).
    static let all: [Kubectl] = {
        let named = ProcessInfo.processInfo.environment["SWIFTLET_TEST_KUBECTL"] ?? ""
        return (["/usr/bin/kubectl"] + named.split(separator: ":").map(String.init))
            .filter { FileManager.default.isExecutableFile(atPath: $0) }.map { Kubectl(path: $0) }
    }()

    struct Step {
        let arguments: String
        let input: String?
        /// A part of the output or of the error output.
        let text: String
        let status: Int32

        init(_ arguments: String, input: String? = nil, _ text: String, status: Int32 = 0) {
            self.arguments = arguments
            self.input = input
            self.text = text
            self.status = status
        }
    }

    func run(
        _ server: TestServer, _ arguments: String, input: String? = nil
    ) async throws -> Command {
        try await Command.run(
            "sh", "-c", "exec \(path) --kubeconfig \(server.kubeconfig) \(arguments)", input: input)
    }

    /// Carries the steps out one after the other.
    func check(_ server: TestServer, _ steps: [Step]) async throws {
        for step in steps {
            let result = try await run(server, step.arguments, input: step.input)
            #expect(result.status == step.status, "\(step.arguments): \(result.errors)")
            #expect(
                (result.output + result.errors).contains(step.text),
                "\(step.arguments): \(result.output)\(result.errors)")
        }
    }
}

private func withRegistry(_ body: @Sendable (TestServer) async throws -> Void) async throws {
    try await withRegistry { server, _ in try await body(server) }
}

/// A server over a registry of its own.
func withRegistry(
    _ body: @Sendable (TestServer, Registry) async throws -> Void
) async throws {
    let path = "/tmp/swiftlet-registry-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let registry = Registry(
        store: try ObjectStore(path: path + "/state.db"),
        configuration: RegistryConfiguration(nodeName: "node"),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await registry.createInitialNamespaces()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await registry.run() }
        defer { group.cancelAll() }
        try await withServer(serving: registry) { server in try await body(server, registry) }
    }
}
