/// Which part of a container's log to read, and how it should look.
public struct ContainerLogOptions: Sendable, Hashable {
    /// One of a container's outputs.
    public enum Stream: String, Sendable, CaseIterable {
        case stdout
        case stderr
    }

    /// Which run of the container; each has log files of its own.
    public enum Attempt: Sendable, Hashable {
        /// The restart count.
        case number(Int)
        case latest
        /// The one before the latest.
        case previous
    }

    /// The run to read. With `follow`, those after it are read too.
    public var attempt: Attempt
    public var follow: Bool
    /// Leaves out what was logged before; nanoseconds since 1970.
    public var since: Int64?
    /// Begins so many lines before the end, counted before `since` is looked at; at least 0.
    public var tailLines: Int?
    /// Begins each line with its time and a space.
    public var timestamps: Bool
    /// Ends after so many bytes; at least 1.
    public var limitBytes: Int?
    public var streams: Set<Stream>

    public init(
        attempt: Attempt = .latest, follow: Bool = false, since: Int64? = nil,
        tailLines: Int? = nil, timestamps: Bool = false, limitBytes: Int? = nil,
        streams: Set<Stream> = Set(Stream.allCases)
    ) {
        self.attempt = attempt
        self.follow = follow
        self.since = since
        self.tailLines = tailLines
        self.timestamps = timestamps
        self.limitBytes = limitBytes
        self.streams = streams
    }
}
