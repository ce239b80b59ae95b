/// The ids of this machine that the users and groups of one user namespace are: its 0 is `first`,
/// its 65535 the last.
public struct UserIDRange: Sendable, Hashable, Codable {
    /// Ids of a namespace; 65534, which stands for whoever has none, is among them.
    public static let count: UInt32 = 65_536

    public var first: UInt32

    public init(first: UInt32) {
        self.first = first
    }

    /// What the id of a user or group in the namespace is on this machine; nil for one that the
    /// namespace does not have.
    public func machineID(of id: Int64) -> UInt32? {
        guard (0..<Int64(Self.count)).contains(id) else { return nil }
        return first + UInt32(id)
    }

    /// A line of `/proc/PID/uid_map`, user_namespaces(7).
    var map: String { "0 \(first) \(Self.count)" }
}

/// A user namespace that is held by a file, and whose ids its own are.
public struct PinnedUserNamespace: Sendable, Hashable, Codable {
    /// Absolute.
    public var path: String
    public var range: UserIDRange

    public init(path: String, range: UserIDRange) {
        self.path = path
        self.range = range
    }
}
