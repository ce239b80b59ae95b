import CLinux
import Glibc

/// Connections to localhost inside a network namespace.
public enum LocalConnection {
    /// Why neither IPv4 nor IPv6 gave a connection.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    /// How long a connection may take, in milliseconds; a full backlog is the only thing to wait for.
    private static let patience: Int32 = 10_000

    /// Connects over IPv4, or where that fails over IPv6.
    ///
    /// - Parameter namespace: the file of a network namespace; nil is this process's own.
    /// - Returns: a socket that does not block and belongs to the caller.
    /// - Throws: `Failure`, `SystemError`.
    public static func open(port: UInt16, namespace: String?) async throws -> Int32 {
        try await callOnOwnThread {
            // A thread's namespace is the thread's own, and this one ends.
            if let namespace {
                let file = Glibc.open(namespace, O_RDONLY | O_CLOEXEC)
                guard file >= 0 else { throw SystemError("open", namespace) }
                defer { close(file) }
                guard clinux_setns(file) == 0 else { throw SystemError("setns", namespace) }
            }
            var reasons: [String] = []
            for (name, connect) in [("IPv4", connect4), ("IPv6", connect6)] {
                do throws(SystemError) {
                    return try connect(port)
                } catch {
                    let reason = error.reason
                    reasons.append("\(name): \(reason.prefix(1).lowercased())\(reason.dropFirst())")
                }
            }
            throw Failure(
                description: "failed to connect to localhost:\(port) inside the Pod: "
                    + reasons.joined(separator: ", "))
        }
    }

    private static func connect4(_ port: UInt16) throws(SystemError) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return try connect(AF_INET, &address, MemoryLayout<sockaddr_in>.size)
    }

    private static func connect6(_ port: UInt16) throws(SystemError) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return try connect(AF_INET6, &address, MemoryLayout<sockaddr_in6>.size)
    }

    private static func connect(
        _ family: Int32, _ address: UnsafeRawPointer, _ size: Int
    ) throws(SystemError) -> Int32 {
        let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(family, Int32(flags), 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        let code = finish(
            descriptor,
            Glibc.connect(
                descriptor, address.assumingMemoryBound(to: sockaddr.self), socklen_t(size)))
        guard code == 0 else {
            close(descriptor)
            throw SystemError("connect", code: code)
        }
        return descriptor
    }

    /// - Returns: the error of a connection that was begun; 0 for none.
    private static func finish(_ descriptor: Int32, _ result: Int32) -> Int32 {
        if result == 0 { return 0 }
        guard errno == EINPROGRESS || errno == EAGAIN else { return errno }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, patience) == 1 else { return ETIMEDOUT }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { return errno }
        return code
    }
}
