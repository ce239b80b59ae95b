/// Why a request got no answer.
public struct ConnectionError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        /// Nothing listens there.
        case refused
        case permissionDenied
        case timedOut
        case unknownHost
        /// The server's certificate does not come from the authority that the kubeconfig names.
        case untrusted(String)
        /// The connection ended before the answer did.
        case interrupted
        case other(String)
    }

    /// The server as `ServerAddress.display` shows it.
    public var server: String
    /// Whether the server is on this machine.
    public var isLocal: Bool
    public var cause: Cause

    public init(server: String, isLocal: Bool, cause: Cause) {
        self.server = server
        self.isLocal = isLocal
        self.cause = cause
    }

    /// Whether trying again later may help: the server may be about to start.
    public var isTransient: Bool {
        switch cause {
        case .refused, .timedOut, .interrupted: true
        case .permissionDenied, .unknownHost, .untrusted, .other: false
        }
    }

    public var description: String {
        switch cause {
        case .refused where isLocal:
            "cannot reach \(server): connection refused; is the daemon running? "
                + "start it with: swiftlet serve"
        case .refused:
            "cannot reach \(server): connection refused; is the API server running there?"
        case .permissionDenied:
            "cannot reach \(server): permission denied; run the command as root"
        case .timedOut:
            "cannot reach \(server): no answer in time; check the address and the network"
        case .unknownHost:
            "cannot reach \(server): no such host; check the server's name in the kubeconfig"
        case .untrusted(let reason):
            "cannot trust \(server): \(reason); check certificate-authority in the kubeconfig"
        case .interrupted:
            "\(server) closed the connection before its answer was complete; try again"
        case .other(let reason):
            "cannot reach \(server): \(reason)"
        }
    }
}
