import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// How to reach a server with a connection of one's own, for protocols that HTTP only begins.
struct ServerConnection: Sendable {
    enum Target: Sendable, Hashable {
        case host(String, port: Int)
        case unixSocket(path: String)
    }

    var target: Target
    /// Nil for plain HTTP.
    var tls: NIOSSLContext?
    /// The name that the server's certificate is checked for and asked with; nil for an address.
    var serverName: String?
    /// The `Host` header.
    var hostHeader: String
    /// What stands before the path of every request.
    var pathPrefix: String

    /// - Throws: `KubeconfigError.malformed` for a certificate or key that cannot be read.
    init(_ server: ServerAddress) throws {
        switch server.endpoint {
        case .unixSocket(let path):
            target = .unixSocket(path: path)
            hostHeader = "localhost"
            pathPrefix = ""
        case .url(let text):
            let url = URLComponents(string: text)
            let isSecure = url?.scheme?.lowercased() != "http"
            let host = (url?.host ?? "").trimmingBrackets()
            let port = url?.port ?? (isSecure ? 443 : 80)
            target = .host(host, port: port)
            hostHeader = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            pathPrefix = url?.percentEncodedPath ?? ""
            guard isSecure else { return }
            tls = try NIOSSLContext(configuration: server.tlsConfiguration())
            let name = server.tlsServerName ?? host
            let isAddress = (try? SocketAddress(ipAddress: name, port: 0)) != nil
            serverName = isAddress ? nil : name
        }
    }

    /// Connects, with TLS where the server wants it, and sets up what follows.
    ///
    /// - Throws: NIO's errors.
    func connect<Output: Sendable>(
        _ setUp: @escaping @Sendable (any Channel) -> EventLoopFuture<Output>
    ) async throws -> Output {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
        let prepare: @Sendable (any Channel) -> EventLoopFuture<Output> = { [tls, serverName] in
            if let tls {
                do {
                    let handler = try NIOSSLClientHandler(context: tls, serverHostname: serverName)
                    try $0.pipeline.syncOperations.addHandler(handler)
                } catch {
                    return $0.eventLoop.makeFailedFuture(error)
                }
            }
            return setUp($0)
        }
        switch target {
        case .host(let host, let port):
            return try await bootstrap.connect(
                host: host, port: port, channelInitializer: prepare)
        case .unixSocket(let path):
            return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(unixDomainSocketPath: path, channelInitializer: prepare)
        }
    }
}

extension String {
    fileprivate func trimmingBrackets() -> String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}
