import Glibc
import NIOCore
import NIOPosix

/// TCP connections from the daemon to containers.
///
/// All are on the threads that the API server uses; a peer that says nothing costs a socket and a
/// timer.
enum ContainerConnection {
    /// - Parameter limit: how long connecting may take.
    static func open(
        _ host: String, _ port: Int, on loop: any EventLoop, within limit: TimeAmount,
        initialize: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        // A container may send a probe anywhere by a redirection.
        guard (1...65535).contains(port) else { return loop.makeFailedFuture(InvalidPort()) }
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(limit)
            .channelInitializer(initialize)
        guard let address = try? SocketAddress(ipAddress: host, port: port) else {
            return bootstrap.connect(host: host, port: port)
        }
        return bootstrap.connect(to: address)
    }

    /// Why there is no connection, in the words of Go's `net` package, since people look for them.
    static func describe(_ error: any Error, _ host: String, _ port: Int) -> String {
        let prefix = "dial tcp \(HTTPRequest.authority(host, port)): "
        switch error {
        case ChannelError.connectTimeout: return prefix + "i/o timeout"
        case is InvalidPort: return "dial tcp: address \(port): invalid port"
        case let error as IOError: return prefix + "connect: " + text(error.errnoCode)
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first {
                return describe(first.error, host, port)
            }
            return "dial tcp: lookup \(host): no such host"
        default: return prefix + String(describing: error)
        }
    }

    /// `connection refused`
    static func text(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}

/// There is no such port.
private struct InvalidPort: Error {}
