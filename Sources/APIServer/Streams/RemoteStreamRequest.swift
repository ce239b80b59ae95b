import KubernetesAPI
import KubernetesClient

/// Which streams of a process a client asks for.
struct RemoteStreamRequest: Hashable {
    var input: Bool
    var output: Bool
    var errorOutput: Bool
    var terminal: Bool

    /// - Throws: 400 where it asks for none.
    init(_ query: QueryParameters) throws(APIError) {
        input = query.flag("stdin")
        output = query.flag("stdout")
        terminal = query.flag("tty")
        // A terminal has one output.
        errorOutput = query.flag("stderr") && !terminal
        guard input || output || errorOutput else {
            throw .badRequest("you must specify at least 1 of stdin, stdout, stderr")
        }
    }

    init(input: Bool, output: Bool, errorOutput: Bool, terminal: Bool) {
        self.input = input
        self.output = output
        self.errorOutput = errorOutput
        self.terminal = terminal
    }
}

extension RemoteCommandRequest {
    /// - Parameter command: empty for attaching.
    init(_ streams: RemoteStreamRequest, container: String?, command: [String]) {
        self.init(
            container: container, command: command, standardInput: streams.input,
            standardOutput: streams.output, standardError: streams.errorOutput,
            terminal: streams.terminal)
    }
}
