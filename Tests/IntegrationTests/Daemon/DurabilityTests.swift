import Foundation
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient
import Testing

/// The daemon is killed under a load of writes: what it acknowledged is there afterwards, as it was
/// acknowledged.
@Suite struct DurabilityTests {
    private static let writers = 8

    @Test func whatWasAcknowledgedIsThere() async throws {
        let daemon = try await TestDaemon()
        var ledgers = (0..<Self.writers).map { Ledger(writer: $0) }
        for milliseconds in [100, 250, 500, 800, 1_200] {
            ledgers = try await write(ledgers, to: daemon, killedAfter: milliseconds)
            try await daemon.start()
            let found = try await pods(of: daemon)
            let acknowledged = ledgers.map(\.newest).max() ?? 0
            #expect(found.version >= acknowledged, "versions do not go back")
            for index in ledgers.indices {
                for problem in ledgers[index].settle(found.pods) { Issue.record("\(problem)") }
            }
        }
        #expect(ledgers.reduce(0) { $0 + $1.count } > 50, "there was a load")
        try await daemon.tearDown()
    }

    /// Writes until the daemon is gone; answers what was acknowledged by then.
    private func write(
        _ ledgers: [Ledger], to daemon: TestDaemon, killedAfter milliseconds: Int
    ) async throws -> [Ledger] {
        try await withThrowingTaskGroup(of: Ledger?.self) { group in
            let server = try KubeconfigSource(flag: daemon.kubeconfig).server(context: nil)
            for ledger in ledgers {
                group.addTask {
                    try await KubeconfigClient.connected(to: server) { client in
                        var ledger = ledger
                        while try await ledger.write(client) {}
                        return ledger
                    }
                }
            }
            group.addTask {
                try await Task.sleep(for: .milliseconds(milliseconds))
                try await daemon.stop(SIGKILL)
                return nil
            }
            return try await group.reduce(into: []) { ledgers, ledger in
                if let ledger { ledgers.append(ledger) }
            }
        }
    }

    private func pods(of daemon: TestDaemon) async throws -> (
        pods: [String: Int64], version: Int64
    ) {
        let server = try KubeconfigSource(flag: daemon.kubeconfig).server(context: nil)
        return try await KubeconfigClient.connected(to: server) { client in
            let list = try await client.list(
                .pods, namespace: "default", options: ListOptions())
            let versions = list.items.map { ($0.podName, $0.version) }
            return (
                Dictionary(versions, uniquingKeysWith: { $1 }), Int64(list.resourceVersion) ?? 0
            )
        }
    }
}

/// What one writer was told of its Pods.
private struct Ledger: Sendable {
    let writer: Int
    /// The version of each Pod that is there.
    private(set) var entries: [String: Int64] = [:]
    /// The newest version that was acknowledged.
    private(set) var newest: Int64 = 0
    /// The Pod of the write that was not answered: it may have happened or not.
    private var unanswered: String?
    /// Writes so far.
    private(set) var count = 0

    init(writer: Int) {
        self.writer = writer
    }

    /// Makes, changes or deletes a Pod.
    ///
    /// - Returns: false where there was no answer.
    /// - Throws: `APIError` for a refusal.
    mutating func write(_ client: KubeconfigClient) async throws -> Bool {
        count += 1
        // Of three, the first is made, then it is changed, then one of those before is deleted.
        let name =
            switch count % 3 {
            case 1: "writer-\(writer)-\(count)"
            case 2: "writer-\(writer)-\(count - 1)"
            default: entries.keys.sorted().first ?? ""
            }
        unanswered = name
        do {
            switch count % 3 {
            case 1:
                note(
                    name,
                    try await client.create(
                        .pods, namespace: "default", object: Self.pod(name),
                        options: WriteOptions()
                    ).version)
            case 2 where entries[name] != nil:
                let patch: JSONValue = ["metadata": ["labels": ["count": .string("\(count)")]]]
                note(
                    name,
                    try await client.patch(
                        .pods, namespace: "default", name: name, subresource: nil,
                        patch: Patch(.merge, patch), options: WriteOptions()
                    ).version)
            case 0 where entries.count > 5:
                _ = try await client.delete(
                    .pods, namespace: "default", name: name, options: DeleteOptions())
                entries[name] = nil
            default: break
            }
        } catch is ConnectionError {
            return false
        }
        unanswered = nil
        return true
    }

    private mutating func note(_ name: String, _ version: Int64) {
        entries[name] = version
        newest = max(newest, version)
    }

    /// Compares with what is there, and takes that for the truth from now on.
    mutating func settle(_ found: [String: Int64]) -> [String] {
        let own = found.filter { $0.key.hasPrefix("writer-\(writer)-") }
        var problems: [String] = []
        for name in Set(own.keys).union(entries.keys) where name != unanswered {
            if entries[name] != own[name] {
                let wanted = entries[name].map { "at version \($0)" } ?? "deleted"
                let actual = own[name].map { "at version \($0)" } ?? "not there"
                problems.append("\(name) was acknowledged \(wanted), and is \(actual)")
            }
        }
        entries = own
        unanswered = nil
        return problems
    }

    /// A Pod that is never started.
    private static func pod(_ name: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": .string(name)],
            "spec": [
                "schedulingGates": [["name": "example.org/wait"]],
                "containers": [["name": "main", "image": "busybox"]],
            ],
        ]
    }
}

extension JSONValue {
    fileprivate var podName: String { value(at: "metadata", "name")?.stringValue ?? "" }

    fileprivate var version: Int64 {
        value(at: "metadata", "resourceVersion")?.stringValue.flatMap { Int64($0) } ?? 0
    }
}
