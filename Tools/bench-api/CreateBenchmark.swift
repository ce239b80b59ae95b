import Foundation
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient
import NIOHTTP1

/// How many Pods a second are made, and what the daemon and its disk have to carry afterwards.
struct CreateBenchmark {
    let server: ServerAddress
    let clients: Int
    let objects: Int

    func run() async throws {
        try await withClients(1, of: server) { clients in
            for name in [BenchPod.small, BenchPod.large] {
                _ = try await clients[0].create(
                    .namespaces, namespace: nil,
                    object: [
                        "apiVersion": "v1", "kind": "Namespace",
                        "metadata": ["name": .string(name)],
                    ], options: WriteOptions())
            }
            let requests = requests
            let daemon = try await DaemonFootprint(clients[0])
            let before = daemon.memory
            let work = (daemon: daemon.processorTime, clients: DaemonFootprint.ownProcessorTime)
            let clock = ContinuousClock()
            let start = clock.now
            let times = try await create(requests)
            let seconds = (clock.now - start).seconds
            let daemonWork = (daemon.processorTime - work.daemon) / Double(objects) * 1_000
            let clientWork =
                (DaemonFootprint.ownProcessorTime - work.clients) / Double(objects) * 1_000
            Report.row(
                "durable creates, \(self.clients) clients",
                Report.number(Double(objects) / seconds, digits: 0), "/s",
                note: "(each: median \(Report.number(times.median)), p99 "
                    + "\(Report.number(times.p99)) ms)")
            Report.row(
                "  processor time a create", Report.number(daemonWork, digits: 2), "ms",
                note: "(and \(Report.number(clientWork, digits: 2)) ms of the client)")
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

    private var requests: [PreparedRequest] {
        (0..<objects).map { index in
            PreparedRequest(
                method: .POST, path: BenchPod.collection(BenchPod.place(index).namespace),
                body: BenchPod.object(index).serializedBytes())
        }
    }

    private func create(_ requests: [PreparedRequest]) async throws -> Times {
        try await RequestLoop.run(server, clients: clients) { client, number in
            let index = client + number * clients
            return index < requests.count ? requests[index] : nil
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

    /// Seconds of processor time since the daemon's start; 0 where it cannot be read.
    var processorTime: Double { Self.processorTime(of: String(processID)) }

    /// Seconds of processor time of this process.
    static var ownProcessorTime: Double { processorTime(of: "self") }

    private static func processorTime(of process: String) -> Double {
        let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // Behind the name in parentheses: user and system time are the 12th and 13th field.
        let fields = text?.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Bytes of the database and its journal.
    var disk: Double {
        ["state.db", "state.db-wal"].reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(root)/\(name)")
            return sum + ((attributes?[.size] as? NSNumber)?.doubleValue ?? 0)
        }
    }
}
