import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// How many Pods a second are read one by one.
struct GetBenchmark {
    let server: ServerAddress
    let clients: Int
    let count: Int

    func run() async throws {
        try await withClients(clients, of: server) { clients in
            let clock = ContinuousClock()
            let start = clock.now
            let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
                for (first, client) in clients.enumerated() {
                    group.addTask {
                        var times: [Duration] = []
                        for index in stride(from: first, to: count, by: clients.count) {
                            let (namespace, name) = BenchPod.place(index % BenchPod.smallCount)
                            let start = clock.now
                            _ = try await client.get(.pods, namespace: namespace, name: name)
                            times.append(clock.now - start)
                        }
                        return times
                    }
                }
                return Times(try await group.reduce(into: []) { $0 += $1 })
            }
            Report.row(
                "gets, \(clients.count) clients",
                Report.number(Double(count) / (clock.now - start).seconds, digits: 0), "/s",
                note: "(each: median \(Report.number(times.median)), p99 "
                    + "\(Report.number(times.p99)) ms)")
        }
    }
}

/// How long whole lists take, until their last byte is there.
struct ListBenchmark {
    let server: ServerAddress

    func run() async throws {
        try await withClients(1, of: server) { clients in
            let client = clients[0]
            try await measure(client, "list of 1,000 Pods", BenchPod.small, runs: 20)
            try await measure(
                client, "list of 1,000 Pods as a table", BenchPod.small, asTable: true, runs: 20)
            try await measure(client, "list of all Pods", nil, runs: 5)
            try await measure(client, "list of all Pods as a table", nil, asTable: true, runs: 5)
        }
    }

    private func measure(
        _ client: KubeconfigClient, _ name: String, _ namespace: String?, asTable: Bool = false,
        runs: Int
    ) async throws {
        let clock = ContinuousClock()
        var times: [Duration] = []
        var size = 0
        for _ in 0..<runs {
            let start = clock.now
            size = try await client.sizeOfList(.pods, namespace: namespace, asTable: asTable)
            times.append(clock.now - start)
        }
        let summary = Times(times)
        Report.row(
            "\(name), median of \(runs)", Report.number(summary.median), "ms",
            note: "(best \(Report.number(summary.quantile(0))), worst "
                + "\(Report.number(summary.slowest)); \(size / 1_024) KB)")
    }
}
