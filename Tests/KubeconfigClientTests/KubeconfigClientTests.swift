import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization
import Testing

@testable import KubeconfigClient

@Suite struct KubeconfigClientTests {
    /// Runs `body` with a client of a server that answers as `answer` says.
    private func connected(
        _ answer: @escaping @Sendable (FakeServer.Request) -> FakeServer.Answer,
        _ body: (KubeconfigClient) async throws -> Void
    ) async throws -> [FakeServer.Request] {
        let server = FakeServer(answer)
        defer { server.stop() }
        let address = ServerAddress(endpoint: .unixSocket(path: server.path))
        try await KubeconfigClient.connected(to: address, body)
        return server.requests
    }

    @Test func listsWithTheKindThatItemsLack() async throws {
        let requests = try await connected({ _ in
            .status(
                200,
                body: """
                    {"kind":"PodList","metadata":{"resourceVersion":"7","continue":"c"},
                    "items":[{"metadata":{"name":"web"}}]}
                    """)
        }) { client in
            let list = try await client.list(
                .pods, namespace: "lab", options: ListOptions(labelSelector: "a=b"))
            #expect(list.resourceVersion == "7")
            #expect(list.continueToken == "c")
            #expect(
                list.items == [["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web"]]])
        }
        #expect(requests.map(\.line) == ["GET /api/v1/namespaces/lab/pods?labelSelector=a%3Db"])
    }

    @Test func createsAndPassesWarningsOn() async throws {
        let warnings = Mutex<[String]>([])
        let requests = try await connected({ request in
            .status(201, headers: [#"Warning: 299 - "careful""#], body: request.body)
        }) { client in
            let options = WriteOptions(dryRun: true, fieldManager: "me") { warning in
                warnings.withLock { $0.append(warning) }
            }
            let made = try await client.create(
                .namespaces, namespace: nil, object: ["kind": "Namespace"], options: options)
            #expect(made == ["kind": "Namespace"])
        }
        #expect(warnings.withLock { $0 } == ["careful"])
        #expect(
            requests.map(\.line)
                == ["POST /api/v1/namespaces?dryRun=All&fieldManager=me&fieldValidation=Strict"])
        #expect(requests[0].head.contains("content-type: application/json"))
    }

    @Test func patchesWithTheMediaTypeOfTheFormat() async throws {
        let requests = try await connected({ _ in .status(200, body: "{}") }) { client in
            _ = try await client.patch(
                .pods, namespace: "lab", name: "web", subresource: "status",
                patch: Patch(.strategicMerge, ["a": 1]), options: WriteOptions())
        }
        #expect(requests[0].line.hasPrefix("PATCH /api/v1/namespaces/lab/pods/web/status?"))
        #expect(requests[0].head.contains("content-type: application/strategic-merge-patch+json"))
        #expect(requests[0].body == #"{"a":1}"#)
    }

    @Test func refusalsAreAPIErrors() async throws {
        let refusal = APIError.notFound(.pods, name: "web")
        _ = try await connected({ _ in .status(404, body: refusal.status.serialized()) }) {
            client in
            await #expect(throws: refusal) {
                try await client.get(.pods, namespace: "lab", name: "web")
            }
        }
        _ = try await connected({ _ in .status(502, body: "bad gateway\nmore") }) { client in
            await #expect(throws: APIError(code: 502, reason: "", message: "bad gateway")) {
                try await client.get(.pods, namespace: "lab", name: "web")
            }
        }
    }

    @Test func watchesUntilTheServerCloses() async throws {
        let events = [
            #"{"type":"ADDED","object":{"a":1}}"#, #"{"type":"MODIFIED","object":{"a":2}}"#,
            #"{"type":"BOOKMARK","object":{}}"#, #"{"type":"DELETED","object":{"a":2}}"#,
        ]
        let text = events.joined(separator: "\n") + "\n"
        // Cut in the middle of a line.
        let cut = text.index(text.startIndex, offsetBy: 10)
        let requests = try await connected({ _ in
            .chunks([String(text[..<cut]), String(text[cut...])], isComplete: true)
        }) { client in
            let options = ListOptions(resourceVersion: "5", allowWatchBookmarks: true)
            var seen: [WatchEvent] = []
            for try await event in try await client.watch(
                .pods, namespace: nil, options: options)
            {
                seen.append(event)
            }
            #expect(
                seen == [
                    WatchEvent(.added, ["a": 1]), WatchEvent(.modified, ["a": 2]),
                    WatchEvent(.bookmark, [:]), WatchEvent(.deleted, ["a": 2]),
                ])
        }
        #expect(
            requests.map(\.line)
                == ["GET /api/v1/pods?resourceVersion=5&allowWatchBookmarks=true&watch=true"])
    }

    @Test func anErrorEventEndsAWatch() async throws {
        let expired = APIError.expired("too old resource version: 1 (9)")
        let line =
            JSONValue.object(["type": "ERROR", "object": expired.status]).serialized() + "\n"
        _ = try await connected({ _ in .chunks([line], isComplete: true) }) { client in
            let events = try await client.watch(.pods, namespace: nil, options: ListOptions())
            await #expect(throws: expired) { for try await _ in events {} }
        }
    }

    @Test func aLogThatIsCutOffSaysSo() async throws {
        _ = try await connected({ _ in .chunks(["one\n", "two\n"], isComplete: false) }) { client in
            let log = try await client.log(
                namespace: "lab", pod: "web", request: LogRequest(follow: true))
            var text: [UInt8] = []
            let error = await #expect(throws: ConnectionError.self) {
                for try await bytes in log { text += bytes }
            }
            #expect(String(decoding: text, as: UTF8.self) == "one\ntwo\n")
            #expect(error?.cause == .interrupted)
            #expect(error?.isTransient == true)
        }
    }

    @Test func noDaemonIsExplained() async throws {
        let address = ServerAddress(endpoint: .unixSocket(path: "/tmp/swiftlet-no-such.sock"))
        let error = await #expect(throws: ConnectionError.self) {
            try await KubeconfigClient.connected(to: address) { try await $0.daemonStatus() }
        }
        #expect(
            error?.description
                == "cannot reach unix:/tmp/swiftlet-no-such.sock: connection refused; "
                + "is the daemon running? start it with: swiftlet serve")
        let port = ServerAddress(endpoint: .url("https://127.0.0.1:1"))
        let refused = await #expect(throws: ConnectionError.self) {
            try await KubeconfigClient.connected(to: port) { try await $0.serverVersion() }
        }
        #expect(refused?.cause == .refused)
        #expect(refused?.isLocal == true)
    }

    @Test func asksOtherServersForTheirTypes() async throws {
        _ = try await connected({ request in
            switch request.line {
            case "GET /api/v1": .status(200, body: #"{"resources":[]}"#)
            case "GET /apis":
                .status(
                    200,
                    body: #"{"groups":[{"name":"apps","preferredVersion":{"version":"v1"}}]}"#)
            case "GET /apis/apps/v1":
                .status(
                    200,
                    body: """
                        {"resources":[{"name":"deployments","singularName":"deployment",
                        "kind":"Deployment","namespaced":true,"shortNames":["deploy"]},
                        {"name":"deployments/status","kind":"Deployment"}]}
                        """)
            default: .status(404, body: "")
            }
        }) { client in
            let discovery = ResourceDiscovery(client)
            #expect(try await discovery.resource(named: "PO") == .pods)
            #expect(
                try await discovery.resource(named: "deploy")?.qualifiedName == "deployments.apps")
            #expect(try await discovery.resource(named: "widgets") == nil)
            let type = try await discovery.resource(apiVersion: "apps/v1", kind: "Deployment")
            #expect(type?.plural == "deployments")
            #expect(try await discovery.resource(apiVersion: "x.io/v1", kind: "X") == nil)
        }
    }
}
