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
        try await withClients(watchers + 1, of: server) { clients in
            let writer = clients[watchers]
            let version = try await writer.list(
                .pods, namespace: BenchPod.small, options: ListOptions(limit: 1)
            ).resourceVersion
            let streams = try await begin(Array(clients.prefix(watchers)), after: version)
            let (arrivals, sent, acknowledged) = try await follow(streams, writer)
            report("watch, \(watchers) watchers: from the request", arrivals, since: sent)
            report("  from the writer's acknowledgement", arrivals, since: acknowledged)
        }
    }

    private func begin(_ clients: [KubeconfigClient], after version: String) async throws
        -> [AsyncThrowingStream<[UInt8], any Error>]
    {
        var streams: [AsyncThrowingStream<[UInt8], any Error>] = []
        for client in clients {
            streams.append(
                try await client.rawWatch(.pods, namespace: BenchPod.small, after: version))
        }
        return streams
    }

    private func follow(
        _ streams: [AsyncThrowingStream<[UInt8], any Error>], _ writer: KubeconfigClient
    ) async throws -> (arrivals: [[Instant]], sent: [Instant], acknowledged: [Instant]) {
        try await withThrowingTaskGroup(of: [Instant].self) { group in
            for stream in streams {
                group.addTask { try await Self.arrivals(of: changes, in: stream) }
            }
            var sent: [Instant] = []
            var acknowledged: [Instant] = []
            for change in 0..<changes {
                try await Task.sleep(for: pause)
                sent.append(.now)
                try await Self.write(change, writer)
                acknowledged.append(.now)
            }
            let arrivals = try await group.reduce(into: [[Instant]]()) { $0.append($1) }
            return (arrivals, sent, acknowledged)
        }
    }

    /// When the line ends of a watch arrived: one for each change.
    private static func arrivals(
        of count: Int, in stream: AsyncThrowingStream<[UInt8], any Error>
    ) async throws -> [Instant] {
        var arrivals: [Instant] = []
        for try await chunk in stream {
            let now = Instant.now
            for byte in chunk where byte == UInt8(ascii: "\n") { arrivals.append(now) }
            if arrivals.count >= count { break }
        }
        return arrivals
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
