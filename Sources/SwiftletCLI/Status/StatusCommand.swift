import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what the local daemon is doing and with what.",
        discussion: """
            Examples:
              swiftlet status
              swiftlet status --wait --timeout 60s
              swiftlet status -o json
            """)

    @Flag(help: "Wait until the daemon is ready to serve.")
    var wait = false
    @Option(help: ArgumentHelp("With --wait: how long.", valueName: "duration"))
    var timeout = DurationArgument(.seconds(30))
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("json or yaml.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var connection: ConnectionOptions

    mutating func run() async throws {
        let command = self
        try await reportingErrors { try await command.show() }
    }

    private func show() async throws {
        if wait { try await waitUntilReady() }
        let status = try await KubeconfigClient.connected(to: try connection.daemon()) {
            try await $0.daemonStatus()
        }
        if let output {
            StandardStreams.print(ObjectPrinter(format: output).print(status))
        } else {
            StandardStreams.print(StatusPage(status, now: .now()).text)
        }
    }

    /// Tries until the daemon answers that it is ready; a daemon that starts takes well under a
    /// second, so the pauses are short at first.
    private func waitUntilReady() async throws {
        let clock = ContinuousClock()
        let end = clock.now + timeout.duration
        var delays = RetryDelays()
        while true {
            let problem: any Error
            do {
                // The way to the daemon may change while it starts, so it is looked up each time.
                let isReady = try await KubeconfigClient.connected(to: try connection.daemon()) {
                    try await $0.isReady()
                }
                if isReady { return }
                problem = CommandError("the daemon is not ready after \(timeout.seconds) s")
            } catch let error as ConnectionError where error.isTransient {
                problem = error
            }
            guard clock.now < end else { throw problem }
            try await Task.sleep(for: delays.next())
        }
    }
}
