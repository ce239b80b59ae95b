import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// How soon many watchers have a change of which one client tells the server.
struct WatchBenchmark {
    private typealias Instant = ContinuousClock.Instant

    let server: ServerAddress
    let watchers: Int
    let changes: Int
    /// From one change to the next.
    private let pause = Duration.milliseconds(50)

    init(server: ServerAddress, watchers: Int, changes: Int) {
        self.server = server
        self.watchers = watchers
        self.changes = changes
    }

    func run() async throws {
        try await withClients(1, of: server) { clients in
            let version = try await clients[0].list(
                .pods, namespace: BenchPod.small, options: ListOptions(limit: 1)
            ).resourceVersion
            let connector = try Connector(server)
            let request = PreparedRequest(
                path: BenchPod.collection(BenchPod.small) + "?watch=true&resourceVersion=\(version)"
            )
            let connections = (0..<watchers).map { _ in
                WatchConnection(request, count: changes)
            }
            for connection in connections { try await connection.begin(connector) }
            var sent: [Instant] = []
            var acknowledged: [Instant] = []
            for change in 0..<changes {
                try await Task.sleep(for: pause)
                sent.append(.now)
                try await Self.write(change, clients[0])
                acknowledged.append(.now)
            }
            var arrivals: [[Instant]] = []
            for connection in connections { arrivals.append(try await connection.result()) }
            report("watch, \(watchers) watchers: from the request", arrivals, since: sent)
            report("  from the writer's acknowledgement", arrivals, since: acknowledged)
        }
    }

    private static func write(_ change: Int, _ writer: KubeconfigClient) async throws {
        let patch: JSONValue = [
            "metadata": ["annotations": ["example.org/change": .string("\(change)")]]
        ]
        _ = try await writer.patch(
            .pods, namespace: BenchPod.small, name: BenchPod.place(0).name, subresource: nil,
            patch: Patch(.merge, patch), options: WriteOptions())
    }

    private func report(_ name: String, _ arrivals: [[Instant]], since begin: [Instant]) {
        let times = arrivals.flatMap { watcher in
            zip(watcher, begin).map { max(.zero, $0 - $1) }
        }
        let summary = Times(times)
        Report.row(
            name, Report.number(summary.p99), "ms",
            note: "p99 (median \(Report.number(summary.median)), slowest "
                + "\(Report.number(summary.slowest)) of \(times.count))")
    }
}
