import APIServer
import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization

/// Logs that the test writes.
final class FakeLogs: PodLogSource {
    typealias Stream = AsyncThrowingStream<[UInt8], any Error>

    private let state = Mutex<(requests: [LogRequest], open: [Int: Stream.Continuation])>(([], [:]))

    var lastRequest: LogRequest? { state.withLock { $0.requests.last } }
    var openCount: Int { state.withLock { $0.open.count } }

    func write(_ text: String) {
        for continuation in state.withLock({ Array($0.open.values) }) {
            continuation.yield(Array(text.utf8))
        }
    }

    func finish() {
        for continuation in state.withLock({ Array($0.open.values) }) { continuation.finish() }
    }

    func log(namespace: String, pod: String, request: LogRequest) async throws -> Stream {
        guard pod == "web" else { throw APIError.notFound(.pods, name: pod) }
        let (stream, continuation) = Stream.makeStream()
        let identifier = state.withLock { state in
            state.requests.append(request)
            state.open[state.requests.count] = continuation
            return state.requests.count
        }
        continuation.onTermination = { [self] _ in
            state.withLock { _ = $0.open.removeValue(forKey: identifier) }
        }
        if !request.follow {
            continuation.yield(Array("one\n".utf8))
            continuation.yield(Array("two\n".utf8))
            continuation.finish()
        }
        return stream
    }
}

/// A node on which the Pod `web` runs.
struct FakeNode: NodeEndpoint {
    var nodeName: String { "here" }

    func answer(path: [String]) async throws -> NodeAnswer? {
        path == ["healthz"] ? NodeAnswer(contentType: "text/plain", body: Array("ok".utf8)) : nil
    }

    func usage() async throws -> NodeUsage {
        NodeUsage(
            time: 1_800_000_000_500_000_000, window: 61_050_000_000,
            machine: NodeUsage.Amounts(cpu: 1_500_000_000, memory: 3 << 30),
            pods: [
                "uid-web": [
                    NodeUsage.Container(
                        name: "main", amounts: NodeUsage.Amounts(cpu: 1_234_567, memory: 5 << 20)),
                    NodeUsage.Container(
                        name: "sidecar", amounts: NodeUsage.Amounts(cpu: 0, memory: 1 << 20)),
                ]
            ])
    }
}

struct FakeImages: ImageEndpoint {
    static let busybox: JSONValue = [
        "id": "sha256:1f2e", "tags": ["docker.io/library/busybox:latest"], "digests": [], "size": 5,
        "createdAt": "2026-11-22T20:00:00Z",
    ]

    func images() async throws -> [JSONValue] { [Self.busybox] }

    func pull(_ request: JSONValue, progress: @escaping Progress) async throws -> JSONValue {
        guard request["reference"] == "busybox" else {
            throw APIError(
                code: 404, reason: "NotFound",
                message: "no image \(request["reference"]?.stringValue ?? "")")
        }
        progress(["step": "resolving", "completedBytes": 0, "totalBytes": 0])
        return ["image": Self.busybox, "source": "oci:/images", "bytesFetched": 5]
    }

    func remove(reference: String) async throws -> [String] {
        guard reference == "busybox" else {
            throw APIError(code: 404, reason: "NotFound", message: "no image \(reference)")
        }
        return ["Untagged: docker.io/library/busybox:latest"]
    }

    func push(_ request: JSONValue, progress: @escaping Progress) async throws -> JSONValue {
        ["name": request["reference"] ?? .null, "bytesSent": 5]
    }
    func verify(progress: @escaping Progress) async throws -> JSONValue { ["problems": []] }
    func inspect(reference: String) async throws -> JSONValue { Self.busybox }
    func tag(reference: String, as name: String) async throws -> JSONValue {
        ["name": .string("\(reference) as \(name)")]
    }
    func prune(_ request: JSONValue) async throws -> JSONValue { ["removed": [], "bytes": 0] }
    func usage() async throws -> JSONValue { ["images": ["count": 1]] }

    func save(
        references: [String]
    ) async throws -> (
        size: Int64,
        write: @Sendable (_ write: (ArraySlice<UInt8>) async throws -> Void) async throws -> Void
    ) {
        guard references == ["busybox", "alpine"] else {
            throw APIError(code: 404, reason: "NotFound", message: "no image")
        }
        return (
            6, { write in for word in ["one", "two"] { try await write(Array(word.utf8)[...]) } }
        )
    }

    /// Says how many bytes came.
    func load(
        root: JSONValue?,
        body: (_ take: (ArraySlice<UInt8>) async throws -> Void) async throws -> Void
    ) async throws -> @Sendable (_ progress: @escaping Progress) async throws -> JSONValue {
        var count = 0
        try await body { count += $0.count }
        let answer: JSONValue = ["bytes": .integer(Int64(count)), "root": root ?? .null]
        return { progress in
            progress(["step": "reading"])
            return answer
        }
    }
}
