import KubernetesAPI

/// A process in a container, and which of its streams to connect to.
public struct RemoteCommand: Sendable, Hashable {
    public var namespace: String
    public var pod: String
    /// Nil takes the Pod's default one.
    public var container: String?
    /// Nil attaches to the container's first process.
    public var command: [String]?
    public var stdin: Bool
    public var stdout: Bool
    /// Not with a terminal, which has one output only.
    public var stderr: Bool
    public var tty: Bool

    public init(
        namespace: String, pod: String, container: String? = nil, command: [String]? = nil,
        stdin: Bool = false, stdout: Bool = true, stderr: Bool = true, tty: Bool = false
    ) {
        self.namespace = namespace
        self.pod = pod
        self.container = container
        self.command = command
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr && !tty
        self.tty = tty
    }

    var call: APICall {
        var call = APICall(
            .get, .pods, namespace: namespace, name: pod,
            subresource: command == nil ? "attach" : "exec")
        for word in command ?? [] { call.ask("command", word) }
        call.ask("container", container)
        call.ask("stdin", stdin)
        call.ask("stdout", stdout)
        call.ask("stderr", stderr)
        call.ask("tty", tty)
        return call
    }
}

/// What a remote command is given and gives back while it runs.
public struct RemoteCommandStreams: Sendable {
    public enum Output: Sendable {
        case stdout
        case stderr
    }

    /// Columns and rows of a terminal.
    public struct TerminalSize: Sendable, Hashable {
        public var width: Int
        public var height: Int

        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// The next piece of the input; nil at its end. Asked for only as fast as the server takes it.
    public var input: (@Sendable () async throws -> [UInt8]?)?
    /// The size of the terminal, now and whenever it changes.
    public var sizes: AsyncStream<TerminalSize>?
    /// Takes what the process wrote; the server waits until it returns.
    public var output: @Sendable (Output, [UInt8]) async throws -> Void

    public init(
        input: (@Sendable () async throws -> [UInt8]?)? = nil,
        sizes: AsyncStream<TerminalSize>? = nil,
        output: @escaping @Sendable (Output, [UInt8]) async throws -> Void
    ) {
        self.input = input
        self.sizes = sizes
        self.output = output
    }
}

/// Why a command in a container could not be run, or its end not be learned.
public enum RemoteCommandError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The server's words.
    case failed(String)
    /// The server chose a protocol that was not offered.
    case unknownProtocol(String)

    public var description: String {
        switch self {
        case .failed(let message): message
        case .unknownProtocol(let name):
            "the server speaks \"\(name)\" instead of v5.channel.k8s.io or v4.channel.k8s.io; "
                + "it is older than Kubernetes 1.7 or no API server"
        }
    }
}
