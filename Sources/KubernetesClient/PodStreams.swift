/// A command for a container of a Pod, or the wish to be attached to what runs there.
public struct RemoteCommandRequest: Sendable, Hashable {
    /// Nil takes the Pod's default container.
    public var container: String?
    /// Empty for attaching.
    public var command: [String]
    public var standardInput: Bool
    public var standardOutput: Bool
    public var standardError: Bool
    public var terminal: Bool

    public init(
        container: String? = nil, command: [String] = [], standardInput: Bool = false,
        standardOutput: Bool = false, standardError: Bool = false, terminal: Bool = false
    ) {
        self.container = container
        self.command = command
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.terminal = terminal
    }
}

/// Descriptors that lead to a process; nil where there is no such stream. They do not block and
/// belong to whoever takes them.
public struct RemoteDescriptors: Sendable, Hashable {
    public var input: Int32?
    public var output: Int32?
    public var errorOutput: Int32?

    public init(input: Int32? = nil, output: Int32? = nil, errorOutput: Int32? = nil) {
        self.input = input
        self.output = output
        self.errorOutput = errorOutput
    }
}

/// A process that was started for a client, or that a client is attached to.
public protocol RemoteProcess: Sendable {
    func takeDescriptors() -> RemoteDescriptors
    /// Gives its terminal another size; without a terminal nothing happens.
    func resize(columns: UInt16, rows: UInt16)
    /// - Returns: its exit code; 0 where it was only attached to.
    func waitForEnd() async throws -> Int
}

/// What the API server needs of whoever runs Pods to have clients talk to processes in them.
public protocol PodStreamSource: Sendable {
    /// Finds the container.
    ///
    /// - Returns: what starts the command or attaches, once a client can be told how that went.
    /// - Throws: `APIError` 404 for no such Pod, 400 for no such container; `StreamRefusal` for one
    ///   that does not run.
    func remoteCommand(
        namespace: String, pod: String, _ request: RemoteCommandRequest
    ) async throws -> @Sendable () async throws -> any RemoteProcess

    /// Finds the Pod's network.
    ///
    /// - Returns: what connects to a port of the Pod's own localhost, and gives a socket that does
    ///   not block and belongs to the caller.
    /// - Throws: `APIError` 404 for no such Pod; `StreamRefusal` for one that does not run.
    func portForward(
        namespace: String, pod: String
    ) async throws -> @Sendable (_ port: UInt16) async throws -> Int32
}

/// Why a stream cannot be had, as the kubelet says it: as plain text.
public struct StreamRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// Status code of HTTP.
    public var code: Int
    public var description: String

    public init(code: Int, _ description: String) {
        self.code = code
        self.description = description
    }
}
