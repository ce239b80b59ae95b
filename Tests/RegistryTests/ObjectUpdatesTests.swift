import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ObjectUpdatesTests {
    @Test func aListIsFollowedByWhatChanges() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        var updates = test.registry.updates(of: Pod.self, namespace: "lab").makeAsyncIterator()
        guard case .synchronized(let pods) = await updates.next() else {
            Issue.record("no list first")
            return
        }
        #expect(pods.map(\.metadata.name) == ["a"])
        let made = Pod(json: try await test.createPod("b"))
        #expect(await updates.next() == .applied(made))
        let gone = Pod(json: try await test.delete("b", DeleteOptions(gracePeriodSeconds: 0)))
        #expect(await updates.next() == .deleted(gone))
    }

    @Test func aWatchThatIsTooOldListsAgainAndOneThatClosesGoesOn() async throws {
        let server = ScriptedServer([
            .list("5"), .watch([.added, .modified], closes: nil),
            .watch([], closes: .expired("old")),
            .list("9"), .watch([.deleted], closes: nil),
        ])
        var updates = server.updates(of: Pod.self).makeAsyncIterator()
        var seen: [String] = []
        for _ in 0..<5 {
            switch await updates.next() {
            case .synchronized: seen.append("list")
            case .applied: seen.append("applied")
            case .deleted: seen.append("deleted")
            case nil: seen.append("end")
            }
        }
        #expect(seen == ["list", "applied", "applied", "list", "deleted"])
        // Each watch goes on where the one before ended.
        #expect(server.versions == ["5", "101", "9"])
    }

    @Test func itEndsWithItsTask() async throws {
        let test = try await TestRegistry()
        let task = Task {
            for await _ in test.registry.updates(of: Pod.self) {}
        }
        task.cancel()
        await task.value
    }
}

/// A server that answers what it is told to, in this order.
private final class ScriptedServer: KubernetesClient {
    enum Answer {
        case list(String)
        case watch([WatchEvent.Kind], closes: APIError?)
    }

    private struct Unexpected: Error {}

    private let script: Mutex<[Answer]>
    private let asked = Mutex<[String]>([])

    init(_ script: [Answer]) {
        self.script = Mutex(script)
    }

    /// The versions that watches began from.
    var versions: [String] { asked.withLock { $0 } }

    private func nextAnswer() throws -> Answer {
        try script.withLock { script in
            guard !script.isEmpty else { throw Unexpected() }
            return script.removeFirst()
        }
    }

    func list(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectList {
        guard case .list(let version) = try nextAnswer() else { throw Unexpected() }
        return ObjectList(items: [], resourceVersion: version)
    }

    func watch(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        guard case .watch(let kinds, let error) = try nextAnswer() else { throw Unexpected() }
        asked.withLock { $0.append(options.resourceVersion ?? "") }
        return AsyncThrowingStream { continuation in
            for (offset, kind) in kinds.enumerated() {
                continuation.yield(
                    WatchEvent(
                        kind, ["metadata": ["resourceVersion": .string(String(100 + offset))]]))
            }
            continuation.finish(throwing: error)
        }
    }

    func get(
        _ type: ResourceType, namespace: String?, name: String
    ) async throws -> JSONValue { throw Unexpected() }
    func create(
        _ type: ResourceType, namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue { throw Unexpected() }
    func update(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue { throw Unexpected() }
    func patch(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?, patch: Patch,
        options: WriteOptions
    ) async throws -> JSONValue { throw Unexpected() }
    func delete(
        _ type: ResourceType, namespace: String?, name: String, options: DeleteOptions
    ) async throws -> JSONValue { throw Unexpected() }
}
