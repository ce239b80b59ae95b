import KubeconfigClient

/// How many Pods a second are read one by one.
struct GetBenchmark {
    let server: ServerAddress
    let clients: Int
    let count: Int

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let times = try await RequestLoop.run(server, clients: clients) { client, number in
            let index = client + number * clients
            guard index < count else { return nil }
            let (namespace, name) = BenchPod.place(index % BenchPod.smallCount)
            return PreparedRequest(path: BenchPod.collection(namespace) + "/" + name)
        }
        Report.row(
            "gets, \(clients) clients",
            Report.number(Double(count) / (clock.now - start).seconds, digits: 0), "/s",
            note: "(each: median \(Report.number(times.median)), p99 "
                + "\(Report.number(times.p99)) ms)")
    }
}

/// How long whole lists take, until their last byte is there.
struct ListBenchmark {
    /// As `kubectl get` asks.
    private static let table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

    let server: ServerAddress

    func run() async throws {
        try await measure("list of 1,000 Pods", BenchPod.small, runs: 20)
        try await measure("list of 1,000 Pods as a table", BenchPod.small, asTable: true, runs: 20)
        try await measure("list of all Pods", nil, runs: 5)
        try await measure("list of all Pods as a table", nil, asTable: true, runs: 5)
    }

    private func measure(
        _ name: String, _ namespace: String?, asTable: Bool = false, runs: Int
    ) async throws {
        let request = PreparedRequest(
            path: BenchPod.collection(namespace),
            accept: asTable ? Self.table : "application/json")
        let (times, size) = try await RequestLoop.run(try Connector(server)) { number in
            number < runs ? request : nil
        }
        let summary = Times(times)
        Report.row(
            "\(name), median of \(runs)", Report.number(summary.median), "ms",
            note: "(best \(Report.number(summary.quantile(0))), worst "
                + "\(Report.number(summary.slowest)); \(size / 1_024) KB)")
    }
}
