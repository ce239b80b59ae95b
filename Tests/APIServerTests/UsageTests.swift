import JSON
import KubernetesAPI
import KubernetesClient
import NIOHTTP1
import Synchronization
import Testing

@Suite("Usage") struct UsageTests {
    private static let pods = "/apis/metrics.k8s.io/v1beta1/namespaces/lab/pods"
    private static let nodes = "/apis/metrics.k8s.io/v1beta1/nodes"
    private static let table = "application/json;as=Table;v=v1;g=meta.k8s.io"

    private static let refusals: [(HTTPMethod, String, Int, String)] = [
        (.GET, pods + "/nope", 404, #"pods \"nope\" not found"#),
        (.GET, pods + "/waiting", 404, #"pods.metrics.k8s.io \"lab/waiting\" not found"#),
        (.GET, pods + "?watch=1", 405, "watch is not supported on resources of kind"),
        (.DELETE, pods, 405, "MethodNotAllowed"),
        (.POST, pods, 405, "MethodNotAllowed"),
        (.PUT, pods + "/web", 405, "MethodNotAllowed"),
        (.GET, pods + "/web/status", 404, "could not find"),
        (.GET, "/openapi/v3/apis/metrics.k8s.io/v1beta1", 404, "could not find"),
    ]

    private func withPods(_ body: @Sendable @escaping (TestServer) async throws -> Void)
        async throws
    {
        try await withServer { server in
            for (name, app) in [("web", "web"), ("waiting", "db")] {
                _ = try await server.client.create(
                    .pods, namespace: "lab",
                    object: [
                        "apiVersion": "v1", "kind": "Pod",
                        "metadata": [
                            "name": .string(name), "namespace": "lab", "uid": .string(name),
                            "labels": ["app": .string(app)],
                        ],
                    ], options: WriteOptions())
            }
            for name in ["here", "elsewhere"] {
                _ = try await server.client.create(
                    .nodes, namespace: nil,
                    object: [
                        "apiVersion": "v1", "kind": "Node",
                        "metadata": ["name": .string(name), "uid": .string(name)],
                    ], options: WriteOptions())
            }
            try await body(server)
        }
    }

    @Test func podsThatRunAreMeasured() async throws {
        try await withPods { server in
            let list = try await server.send(.GET, Self.pods).json
            #expect(list["kind"] == "PodMetricsList")
            #expect(list["apiVersion"] == "metrics.k8s.io/v1beta1")
            let items = try #require(list["items"]?.arrayValue)
            #expect(
                items == [
                    [
                        "kind": "PodMetrics", "apiVersion": "metrics.k8s.io/v1beta1",
                        "metadata": [
                            "name": "web", "namespace": "lab", "labels": ["app": "web"],
                            "creationTimestamp": "2027-01-15T08:00:00Z",
                        ],
                        "timestamp": "2027-01-15T08:00:00Z", "window": "1m1.05s",
                        "containers": [
                            ["name": "main", "usage": ["cpu": "1234567n", "memory": "5Mi"]],
                            ["name": "sidecar", "usage": ["cpu": "0", "memory": "1Mi"]],
                        ],
                    ]
                ])
            let one = try await server.send(.GET, Self.pods + "/web").json
            #expect(one == items[0])
            let all = try await server.send(
                .GET, "/apis/metrics.k8s.io/v1beta1/pods?labelSelector=app%3Dweb&limit=500"
            ).json
            #expect(all["items"] == list["items"])
            let options = server.client.state.withLock { $0.listOptions }
            #expect(options?.labelSelector == "app=web")
        }
    }

    @Test func theNodeIsMeasured() async throws {
        try await withPods { server in
            let list = try await server.send(.GET, Self.nodes).json
            #expect(list["kind"] == "NodeMetricsList")
            #expect(list["items"]?.arrayValue?.count == 1)
            let node = try await server.send(.GET, Self.nodes + "/here").json
            #expect(node["usage"] == ["cpu": "1500m", "memory": "3Gi"])
            #expect(try await server.send(.GET, Self.nodes + "/elsewhere").status == 404)
        }
    }

    @Test func tablesHaveTheColumnsOfMetricsServer() async throws {
        try await withPods { server in
            let table = try await server.send(.GET, Self.pods, accept: Self.table).json
            let columns = table["columnDefinitions"]?.arrayValue ?? []
            #expect(columns.map { $0["name"] } == ["Name", "cpu", "memory", "Window"])
            #expect(table["rows"]?[0]?["cells"] == ["web", "1234567n", "6Mi", "1m1.05s"])
            let nodes = try await server.send(.GET, Self.nodes, accept: Self.table).json
            #expect(nodes["rows"]?[0]?["cells"] == ["here", "1500m", "3Gi", "1m1.05s"])
        }
    }

    @Test func whatIsNotThereIsRefused() async throws {
        try await withPods { server in
            for (method, path, status, text) in Self.refusals {
                let answer = try await server.send(method, path)
                #expect(answer.status == status, "\(path)")
                #expect(answer.text.contains(text), "\(answer.text)")
            }
        }
    }

    @Test func discoveryTellsOfIt() async throws {
        try await withServer { server in
            let groups = try await server.send(.GET, "/apis").json
            #expect(
                groups["groups"]?.arrayValue?.contains { $0["name"] == "metrics.k8s.io" } == true)
            let resources = try await server.send(.GET, "/apis/metrics.k8s.io/v1beta1").json
            #expect(
                resources["resources"] == [
                    [
                        "name": "nodes", "singularName": "", "namespaced": false,
                        "kind": "NodeMetrics", "verbs": ["get", "list"],
                    ],
                    [
                        "name": "pods", "singularName": "", "namespaced": true,
                        "kind": "PodMetrics", "verbs": ["get", "list"],
                    ],
                ])
        }
    }
}
