import CLinux
import Glibc

/// `DIR/monitor.sock` and who is connected to it. A connection tells its holder, by its end, that
/// the container has ended. A client that sends `attach` with descriptors is attached; whatever else
/// one sends is read and ignored.
struct ClientSockets {
    /// More clients wait until one leaves.
    static let maximum = 16

    /// What a client did.
    enum Word {
        case nothing
        /// The descriptors are the receiver's.
        case attach([Int32])
        case left
    }

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
    mutating func read(_ client: Int32) -> Word {
        var text: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var descriptors: [Int32] = [-1, -1, -1]
        var passed: Int32 = 0
        let count = clinux_take_descriptors(client, &text, 32, &descriptors, &passed)
        if count > 0 {
            let sent = Array(descriptors.prefix(Int(passed)))
            // `attach` as its first bytes stand in memory.
            let isAttach = withUnsafeBytes(of: text) { $0.starts(with: "attach".utf8) }
            if isAttach { return .attach(sent) }
            for descriptor in sent { close(descriptor) }
            return .nothing
        }
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return .nothing }
        close(client)
        clients.removeAll { $0 == client }
        return .left
    }

    mutating func closeAll() {
        for descriptor in clients + [listener] { close(descriptor) }
        clients = []
        listener = -1
    }
}
