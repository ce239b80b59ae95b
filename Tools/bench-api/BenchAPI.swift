import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// Measures a daemon's API over HTTPS, as clients on the same machine see it.
///
/// The objects are Pods with a scheduling gate: whole Pods, of which no container starts.
@main
struct BenchAPI: AsyncParsableCommand {
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case create, get, list, watch
    }

    static let configuration = CommandConfiguration(
        commandName: "bench-api",
        abstract: "Measures the API of a daemon that has no Pods of value: it makes thousands.")

    @Option(help: "The kubeconfig of the daemon.")
    var kubeconfig: String
    @Option(help: "How many Pods to make.")
    var objects = 10_000
    @Option(help: "How many clients make and get them, each with a connection of its own.")
    var clients = 16
    @Option(help: "How many watchers follow the changes, each with a connection of its own.")
    var watchers = 200
    @Option(help: "How many changes they follow.")
    var changes = 100
    @Option(help: "A part to measure (create, get, list, watch); may be repeated. Default: all.")
    var part: [Part] = []

    func validate() throws {
        guard objects >= 1_000, clients > 0, watchers > 0, changes > 0 else {
            throw ValidationError("--objects must be at least 1000, and the others at least 1")
        }
    }

    func run() async throws {
        let server = try KubeconfigSource(flag: kubeconfig).server(context: nil)
        let parts = part.isEmpty ? Part.allCases : part
        if parts.contains(.create) {
            try await CreateBenchmark(server: server, clients: clients, objects: objects).run()
        }
        if parts.contains(.get) {
            try await GetBenchmark(server: server, clients: clients, count: 10_000).run()
        }
        if parts.contains(.list) { try await ListBenchmark(server: server).run() }
        if parts.contains(.watch) {
            try await WatchBenchmark(server: server, watchers: watchers, changes: changes).run()
        }
    }
}
