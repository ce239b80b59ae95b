/// A port of the machine that leads to a Pod (the CRI's `PortMapping`).
public struct PortMapping: Sendable, Hashable, Codable {
    /// `tcp`, `udp` or `sctp`.
    public var `protocol`: String
    /// The machine's address; empty is all of them.
    public var hostIP: String
    public var hostPort: Int32
    public var containerPort: Int32

    public init(
        protocol: String = "tcp", hostIP: String = "", hostPort: Int32, containerPort: Int32
    ) {
        self.protocol = `protocol`
        self.hostIP = hostIP
        self.hostPort = hostPort
        self.containerPort = containerPort
    }
}
