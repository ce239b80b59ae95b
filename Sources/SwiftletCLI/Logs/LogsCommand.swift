import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct LogsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show the logs of containers.",
        discussion: """
            With --follow a log goes on through restarts of the container and of the daemon. Several \
            logs become one, in the order of their times; with -l and --follow, those of Pods yet to \
            come are added.

            Examples:
              swiftlet logs sidecar-demo logreader --namespace lab --follow
              swiftlet logs sidecar-demo --all-containers --follow
              swiftlet logs -l app=web --follow --since 5m --grep 'error|warning'
              swiftlet logs web db --all-containers --output json
              swiftlet logs sidecar-demo -c logwriter --tail 20 --stream stderr
            """,
        aliases: ["log"])

    enum Output: String, ExpressibleByArgument, CaseIterable {
        case stdout
        case stderr
    }

    @Argument(
        help: ArgumentHelp(
            "A Pod, NAME or pod/NAME, and its container; or with -f several Pods.",
            valueName: "pod"))
    var arguments: [String] = []
    @Option(
        name: [.customShort("c", allowingJoined: true), .long],
        help: ArgumentHelp("The container.", valueName: "name"))
    var container: String?
    @Option(
        name: [.customShort("l", allowingJoined: true), .long],
        help: ArgumentHelp("The Pods with these labels: app=web.", valueName: "labels"))
    var selector: String?
    @Flag(name: .shortAndLong, help: "Go on as the log grows.")
    var follow = false
    @Option(
        help: ArgumentHelp(
            "Only the last lines of each log; -1 shows all, which -l does not.",
            valueName: "count"))
    var tail: Int64?
    @Option(
        help: ArgumentHelp(
            "Only what is newer than this, such as 5s, 2m, 3h.", valueName: "duration"))
    var since: DurationArgument?
    @Option(
        help: ArgumentHelp("Only what is newer than this moment (RFC 3339).", valueName: "time"))
    var sinceTime: String?
    @Flag(help: "Show each line's time.")
    var timestamps = false
    @Flag(name: .shortAndLong, help: "The log of the container's previous run.")
    var previous = false
    @Option(help: ArgumentHelp("At most so many bytes of each log.", valueName: "count"))
    var limitBytes: Int64?
    @Flag(help: "The logs of all containers of the Pod.")
    var allContainers = false
    @Flag(
        inversion: .prefixedNo,
        help: "Show each line's Pod and container; on a terminal done where there are several.")
    var prefix: Bool?
    @Option(
        help: ArgumentHelp(
            "At most so many logs to follow at once; without it there is no limit.",
            valueName: "count"))
    var maxLogRequests: Int?
    @Flag(help: "Go on with the other logs where one cannot be read.")
    var ignoreErrors = false
    @Option(
        help: ArgumentHelp(
            "Only lines that match this regular expression (as grep -E).", valueName: "pattern"))
    var grep: String?
    @Flag(help: "Let --grep take capital and small letters for the same.")
    var ignoreCase = false
    @Option(help: "Only one of the outputs: stdout or stderr.")
    var stream: Output?
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("text; json: one object a line.", valueName: "format"))
    var output = LogStyle.Format.text
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if selector == nil, arguments.isEmpty {
            throw ValidationError("POD or -l SELECTOR is a required argument for the logs command")
        }
        if selector != nil, !arguments.isEmpty {
            throw ValidationError("only a selector (-l) or a POD name is allowed")
        }
        if allContainers, container != nil {
            throw ValidationError("--all-containers=true should not be specified with a container")
        }
        if since != nil, sinceTime != nil {
            throw ValidationError("at most one of --since-time or --since may be used")
        }
        if let sinceTime, Timestamp(sinceTime) == nil {
            throw ValidationError("--since-time must be RFC 3339, such as 2026-11-22T20:00:00Z")
        }
        if let tail, tail < -1 { throw ValidationError("--tail must be -1 or more") }
        if let limitBytes, limitBytes < 1 {
            throw ValidationError("--limit-bytes must be 1 or more")
        }
        if let since, since.duration <= .zero {
            throw ValidationError("--since must be more than 0")
        }
        if let maxLogRequests, maxLogRequests < 1 {
            throw ValidationError("--max-log-requests must be 1 or more")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let pattern = try grep.map { try GrepPattern($0, ignoresCase: ignoreCase) }
        let namespace = namespace.namespace ?? client.server.namespace
        let selection = try LogSelection(
            arguments, selector: selector, container: container, allContainers: allContainers)
        var targets = try await targets(selection, namespace, client)
        // A second word is a container, as kubectl has it, or a Pod that may come.
        if targets.isEmpty, selector == nil, !follow {
            throw APIError.notFound(.pods, name: selection.names.first ?? "")
        }
        targets = targets.sorted { $0.pod < $1.pod }
        let isOne = selector == nil && selection.names.count == 1 && targets.count == 1
        if isOne, output == .text, pattern == nil, prefix != true {
            return try await showOne(targets[0], client)
        }
        var style = LogStyle(
            format: output, timestamps: timestamps, stream: stream?.rawValue, pattern: pattern)
        style.isForPeople = StandardStreams.isOutputTerminal && environment("NO_COLOR") == nil
        style.hasManyPods = selector != nil || selection.names.count > 1
        style.prefix = prefix ?? (StandardStreams.isOutputTerminal && !isOne)
        if follow {
            try await followAll(selection, targets, style, namespace, client)
        } else {
            try await showAll(targets, style, client)
        }
    }

    /// What to ask for of one container.
    func request(_ container: String) -> LogRequest {
        let tail = tail ?? (selector == nil ? -1 : 10)
        return LogRequest(
            container: container, follow: follow, previous: previous,
            sinceSeconds: since?.seconds, sinceTime: sinceTime, timestamps: timestamps,
            tailLines: tail < 0 ? nil : tail, limitBytes: limitBytes,
            stream: stream.map { $0 == .stdout ? .stdout : .stderr } ?? .all)
    }

    /// The log of one container as it is, to the byte.
    private func showOne(_ target: LogTarget, _ client: KubeconfigClient) async throws {
        let request = request(target.container)
        // What is cut off at a number of bytes, or has ended already, has no place to resume at.
        if follow, limitBytes == nil, !previous {
            return try await LogFollower(
                client: client, namespace: target.namespace, pod: target.pod,
                container: target.container, request: request,
                show: { StandardStreams.write($0) }, remark: Self.remark
            ).run()
        }
        let pieces = try await client.log(
            namespace: target.namespace, pod: target.pod, request: request)
        for try await bytes in pieces { StandardStreams.write(bytes) }
    }

    static let remark: @Sendable (String) -> Void = {
        StandardStreams.printError("swiftlet: \($0)\n")
    }
}

extension LogStyle.Format: ExpressibleByArgument {}

extension ResourceType {
    /// All names that people use.
    var names: [String] { [plural, singular] + shortNames }
}
