import KubeconfigClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Connections to the server that is measured: TLS and HTTP/1.1, kept alive, and as little work as
/// possible on the client's side, since it shares the machine with the server.
struct Connector {
    private let host: String
    private let port: Int
    private let tls: NIOSSLContext

    /// - Throws: `BenchError` for a server that is not reached by https.
    init(_ server: ServerAddress) throws {
        guard case .url(let url) = server.endpoint, let address = Self.address(in: url) else {
            throw BenchError("the kubeconfig's server is not https://ADDRESS:PORT")
        }
        (host, port) = address
        tls = try NIOSSLContext(configuration: try server.tlsConfiguration())
    }

    private static func address(in url: String) -> (String, Int)? {
        guard url.hasPrefix("https://"), let colon = url.lastIndex(of: ":"),
            let port = Int(url[url.index(after: colon)...])
        else { return nil }
        return (String(url[..<colon].dropFirst("https://".count)), port)
    }

    /// Connects, and leaves the rest to a handler.
    func connect<Handler: ChannelInboundHandler & Sendable>(_ handler: Handler) async throws
        -> any Channel
    {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [tls] channel in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    try operations.addHandler(
                        try NIOSSLClientHandler(context: tls, serverHostname: nil))
                    try operations.addHTTPClientHandlers()
                    try operations.addHandler(handler)
                }
            }.connect(host: host, port: port).get()
    }
}

struct BenchError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A request that is ready to be sent.
struct PreparedRequest: Sendable {
    var method = HTTPMethod.GET
    var path: String
    var accept = "application/json"
    var body: [UInt8] = []

    var head: HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
        head.headers = ["Host": "bench", "Accept": accept, "User-Agent": "bench-api"]
        if !body.isEmpty {
            head.headers.add(name: "Content-Type", value: "application/json")
            head.headers.add(name: "Content-Length", value: String(body.count))
        }
        return head
    }
}

extension ChannelHandlerContext {
    func send(_ request: PreparedRequest) {
        write(NIOAny(HTTPClientRequestPart.head(request.head)), promise: nil)
        if !request.body.isEmpty {
            write(
                NIOAny(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: request.body)))),
                promise: nil)
        }
        writeAndFlush(NIOAny(HTTPClientRequestPart.end(nil)), promise: nil)
    }
}
