import Foundation
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// How many Pods a second are made, and what the daemon and its disk have to carry afterwards.
struct CreateBenchmark {
    let server: ServerAddress
    let clients: Int
    let objects: Int

    func run() async throws {
        try await withClients(clients, of: server) { clients in
            for name in [BenchPod.small, BenchPod.large] {
                _ = try await clients[0].create(
                    .namespaces, namespace: nil,
                    object: [
                        "apiVersion": "v1", "kind": "Namespace",
                        "metadata": ["name": .string(name)],
                    ], options: WriteOptions())
            }
            let daemon = try await DaemonFootprint(clients[0])
            let before = daemon.memory
            let clock = ContinuousClock()
            let start = clock.now
            let times = try await create(clients)
            let seconds = (clock.now - start).seconds
            Report.row(
                "durable creates, \(clients.count) clients",
                Report.number(Double(objects) / seconds, digits: 0), "/s",
                note: "(each: median \(Report.number(times.median)), p99 "
                    + "\(Report.number(times.p99)) ms)")
            try await Task.sleep(for: .seconds(3))
            Report.row(
                "memory a stored Pod (PSS, of \(objects))",
                Report.number((daemon.memory - before) / Double(objects) * 1_024), "KB",
                note: "(daemon: \(Report.number(before)) MB, then "
                    + "\(Report.number(daemon.memory)) MB)")
            Report.row(
                "disk a stored Pod",
                Report.number(daemon.disk / Double(objects) / 1_024), "KB",
                note: "(with its history)")
        }
    }

    private func create(_ clients: [KubeconfigClient]) async throws -> Times {
        try await withThrowingTaskGroup(of: [Duration].self) { group in
            for (first, client) in clients.enumerated() {
                group.addTask {
                    let clock = ContinuousClock()
                    var times: [Duration] = []
                    for index in stride(from: first, to: objects, by: clients.count) {
                        let pod = BenchPod.object(index)
                        let start = clock.now
                        _ = try await client.create(
                            .pods, namespace: BenchPod.place(index).namespace, object: pod,
                            options: WriteOptions())
                        times.append(clock.now - start)
                    }
                    return times
                }
            }
            return Times(try await group.reduce(into: []) { $0 += $1 })
        }
    }
}

/// What the daemon holds.
struct DaemonFootprint {
    private let processID: Int64
    private let root: String

    init(_ client: KubeconfigClient) async throws {
        let status = try await client.daemonStatus()
        processID = status["pid"]?.integerValue ?? 0
        root = status["root"]?.stringValue ?? ""
    }

    /// Proportional set size in MB; 0 where it cannot be read.
    var memory: Double {
        let text = try? String(contentsOfFile: "/proc/\(processID)/smaps_rollup", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("Pss:") }
        let number = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        return (number ?? 0) / 1_024
    }

    /// Bytes of the database and its journal.
    var disk: Double {
        ["state.db", "state.db-wal"].reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(root)/\(name)")
            return sum + ((attributes?[.size] as? NSNumber)?.doubleValue ?? 0)
        }
    }
}
