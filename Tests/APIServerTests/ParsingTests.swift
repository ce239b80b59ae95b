import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import NIOCore
import Testing

@testable import APIServer

@Suite("Paths, queries and media types")
struct ParsingTests {
    static let resourcePaths: [(String, ResourcePath?)] = [
        ("pods", ResourcePath(.pods)),
        ("namespaces/a/pods", ResourcePath(.pods, "a")),
        ("namespaces/a/pods/b", ResourcePath(.pods, "a", "b")),
        ("namespaces/a/pods/b/log", ResourcePath(.pods, "a", "b", "log")),
        ("namespaces", ResourcePath(.namespaces)),
        ("namespaces/a", ResourcePath(.namespaces, nil, "a")),
        ("namespaces/a/status", ResourcePath(.namespaces, nil, "a", "status")),
        ("nodes/n/status", ResourcePath(.nodes, nil, "n", "status")),
        ("pods/b", nil), ("namespaces/a/nodes/n", nil),
        ("widgets", nil), ("namespaces/a/pods/b/log/c", nil), ("", nil),
    ]

    @Test(arguments: resourcePaths)
    func resourcePath(text: String, expected: ResourcePath?) {
        let segments = text.split(separator: "/").map(String.init)
        #expect(ResourcePath(segments: segments[...]) == expected)
    }

    @Test func resourcePathsOfGroups() {
        func path(_ group: String, _ text: String) -> ResourcePath? {
            ResourcePath(group: group, segments: text.split(separator: "/").map(String.init)[...])
        }
        #expect(path("policy", "poddisruptionbudgets")?.type == .podDisruptionBudgets)
        #expect(path("events.k8s.io", "namespaces/a/events/b")?.type == .eventsV1)
        #expect(path("", "namespaces/a/events/b")?.type == .events)
        #expect(path("rbac.authorization.k8s.io", "clusterroles/admin")?.name == "admin")
        #expect(path("policy", "pods") == nil)
        #expect(path("policy", "namespaces/a/pods") == nil)
        let proxy = path("", "nodes/here/proxy/stats/summary")
        #expect(proxy?.subresource == "proxy")
        #expect(proxy?.subpath == ["stats", "summary"])
    }

    @Test func queries() throws {
        let query = try QueryParameters("a=1&b=x%3Dy+z&a=2&watch&empty=&limit=12")
        #expect(query["a"] == "1")
        #expect(query["b"] == "x=y z")
        #expect(query["empty"] == nil)
        #expect(query["missing"] == nil)
        #expect(query.flag("watch"))
        #expect(!query.flag("missing"))
        #expect(try query.integer("limit") == 12)
        #expect(throws: APIError.self) { try query.integer("b") }
        #expect(throws: APIError.self) { try query.integer("a", 5...9) }
        #expect(query.flag("b"))
        #expect(throws: APIError.self) { try QueryParameters("a=%zz") }
        #expect(throws: APIError.self) { try QueryParameters("a=%f") }
        #expect(throws: APIError.self) { try QueryParameters("a=%ff") }
    }

    @Test func requests() throws {
        let request = try RESTRequest(
            Request(
                head: HTTPRequest(
                    method: .get, scheme: nil, authority: nil, path: "/api//v1/a%2Fb/?pretty=true"),
                body: RequestBody(buffer: .init())))
        #expect(request.segments == ["api", "v1", "a/b"])
        #expect(request.indent == 2)
        #expect(throws: APIError.self) {
            _ = try RESTRequest(
                Request(
                    head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/%c3%28"),
                    body: RequestBody(buffer: .init())))
        }
    }

    static let acceptHeaders: [(String?, Representation?)] = [
        (nil, .object), ("", .object), ("*/*", .object), ("application/*", .object),
        ("application/json", .object),
        ("text/html, application/json;q=0.9", .object), ("application/yaml", .object),
        ("application/json;q=0.2, application/json;as=Table;v=v1;g=meta.k8s.io", .table),
        ("*/*, application/json;as=Table;v=v1;g=meta.k8s.io", .table),
        ("application/json;q=0", nil),
        ("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", .table),
        ("application/json;as=Table;v=v1beta1;g=meta.k8s.io, application/json", .object),
        ("application/json; as=PartialObjectMetadata; g=meta.k8s.io; v=v1", .partialMetadata),
        ("application/vnd.kubernetes.protobuf,application/json", .object),
        ("application/vnd.kubernetes.protobuf", nil), ("text/html", nil),
        ("application/json;as=Table;v=v1beta1;g=meta.k8s.io", nil),
    ]

    @Test(arguments: acceptHeaders)
    func representations(accept: String?, expected: Representation?) {
        #expect((try? Representation(accept: accept)) == expected)
    }

    static let discoveryAccepts: [(String?, Bool)] = [
        (nil, false), ("application/json", false),
        (
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json",
            true
        ),
        (
            "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
                + "application/json", false
        ),
    ]

    @Test(arguments: discoveryAccepts)
    func aggregatedDiscovery(accept: String?, expected: Bool) {
        #expect(Discovery.wantsAggregated(accept: accept) == expected)
    }

    @Test func warnings() {
        #expect(Response.warningValue("a \"b\" \\ c\nd") == #"299 - "a \"b\" \\ c d""#)
    }
}

extension ResourcePath {
    fileprivate init(
        _ type: ResourceType, _ namespace: String? = nil, _ name: String? = nil,
        _ subresource: String? = nil
    ) {
        var segments = namespace.map { ["namespaces", $0] } ?? []
        segments += [type.plural] + [name, subresource].compactMap { $0 }
        self.init(segments: segments[...])!
        self.type = type
        self.namespace = namespace
        self.name = name
        self.subresource = subresource
    }
}

@Suite("Protobuf")
struct ProtobufTests {
    /// A field whose content has a length.
    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(content.count)] + content
    }

    private static func field(_ number: UInt8, _ text: String) -> [UInt8] {
        field(number, Array(text.utf8))
    }

    /// What kubectl sends for `create namespace lab`, with a label and a time added.
    private static let namespace: [UInt8] = {
        let label = field(1, "a") + field(2, "b")
        let time: [UInt8] = [1 << 3, 0x80, 0x01]
        let metadata =
            field(1, "lab") + field(2, "") + field(8, []) + field(9, time) + field(11, label)
            + [7 << 3, 5]
        let content = field(1, metadata) + field(2, []) + field(3, [])
        let type = field(1, "v1") + field(2, "Namespace")
        return [0x6B, 0x38, 0x73, 0x00] + field(1, type) + field(2, content) + field(3, [])
    }()

    @Test func readsANamespace() throws {
        #expect(
            try ProtobufReader.decode(Self.namespace) == [
                "kind": "Namespace", "apiVersion": "v1", "spec": [:],
                "metadata": [
                    "name": "lab", "labels": ["a": "b"], "generation": 5,
                    "deletionTimestamp": "1970-01-01T00:02:08Z",
                ],
            ])
    }

    @Test func survivesEveryCut() {
        for end in Self.namespace.indices {
            // Whatever it makes of it: no crash.
            _ = try? ProtobufReader.decode(Array(Self.namespace[..<end]))
        }
        for index in Self.namespace.indices {
            var bytes = Self.namespace
            bytes[index] = 0xFF
            _ = try? ProtobufReader.decode(bytes)
        }
    }
}
