import CLinux
import Glibc

/// `DIR/monitor.sock` and who is connected to it. A connection only tells its holder, by its end,
/// that the container has ended; what a client sends is read and ignored.
struct ClientSockets {
    /// More clients wait until one leaves.
    static let maximum = 16

    private(set) var listener: Int32
    private(set) var clients: [Int32] = []

    /// - Parameter name: in the working directory, since a socket's path is at most 107 bytes.
    init(listeningAt name: String) throws(MonitorError) {
        unlink(name)
        listener = clinux_listen_unix(name)
        if listener < 0 { throw MonitorError("listen on \(name)", code: errno) }
    }

    var acceptsMore: Bool { clients.count < Self.maximum }

    mutating func accept() {
        let client = clinux_accept(listener)
        if client >= 0 { clients.append(client) }
    }

    /// Reads what a client sent; forgets one that has left.
    mutating func read(_ client: Int32) {
        var byte: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let count = withUnsafeMutableBytes(of: &byte) {
            Glibc.read(client, $0.baseAddress, $0.count)
        }
        if count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)) { return }
        close(client)
        clients.removeAll { $0 == client }
    }

    mutating func closeAll() {
        for descriptor in clients + [listener] { close(descriptor) }
        clients = []
        listener = -1
    }
}
