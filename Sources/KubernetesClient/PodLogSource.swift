/// Which part of a container's log to read; the members of Kubernetes' `PodLogOptions`.
public struct LogRequest: Sendable, Hashable {
    /// Nil takes the Pod's default container.
    public var container: String?
    public var follow: Bool
    public var previous: Bool
    public var sinceSeconds: Int64?
    /// RFC 3339.
    public var sinceTime: String?
    public var timestamps: Bool
    public var tailLines: Int64?
    public var limitBytes: Int64?
    public var stream: LogStream

    public init(
        container: String? = nil, follow: Bool = false, previous: Bool = false,
        sinceSeconds: Int64? = nil, sinceTime: String? = nil, timestamps: Bool = false,
        tailLines: Int64? = nil, limitBytes: Int64? = nil, stream: LogStream = .all
    ) {
        self.container = container
        self.follow = follow
        self.previous = previous
        self.sinceSeconds = sinceSeconds
        self.sinceTime = sinceTime
        self.timestamps = timestamps
        self.tailLines = tailLines
        self.limitBytes = limitBytes
        self.stream = stream
    }
}

/// Which of a container's outputs to read, as `PodLogOptions.stream` names them.
public enum LogStream: String, Sendable, Hashable, CaseIterable {
    case all = "All"
    case stdout = "Stdout"
    case stderr = "Stderr"
}

/// What reads the logs of Pods: the kubelet in the daemon, an HTTP client elsewhere.
public protocol PodLogSource: Sendable {
    /// The log in pieces of any size. With `follow` the stream goes on until the container has
    /// ended for good or the consumer stops.
    ///
    /// - Throws: `APIError`, for example 404 for no such Pod and 400 for no such container.
    func log(namespace: String, pod: String, request: LogRequest) async throws
        -> AsyncThrowingStream<[UInt8], any Error>
}
