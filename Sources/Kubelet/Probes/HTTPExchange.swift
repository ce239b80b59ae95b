import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What a container answered.
struct HTTPAnswer: Sendable, Hashable {
    var status: Int
    var location: String?
    /// At most `HTTPExchange.bodyLimit` bytes of it.
    var body: [UInt8] = []
}

/// One request to a container and its answer, on a connection of their own.
enum HTTPExchange {
    /// As much of an answer as the kubelet reads.
    static let bodyLimit = 10 << 10

    /// - Parameter limit: for all of it; nil waits until the task is cancelled.
    /// - Throws: `HTTPExchangeError`, `CancellationError`.
    static func perform(_ request: HTTPRequest, within limit: Duration?) async throws -> HTTPAnswer
    {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: HTTPAnswer.self)
        let amount = limit.map { TimeAmount($0) }
        let timer = amount.map {
            loop.scheduleTask(in: $0) { promise.fail(HTTPExchangeError.timedOut) }
        }
        let connecting = ContainerConnection.open(
            request.host, request.port, on: loop, within: amount ?? .minutes(1)
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if request.isSecure {
                    try pipeline.addHandler(makeTLSHandler(request.host))
                    try pipeline.addHandler(ProtocolChoice(request: request, promise: promise))
                } else {
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(AnswerCollector(request: request, promise: promise))
                }
            }
        }
        connecting.whenComplete { result in
            switch result {
            case .success(let channel):
                promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
            case .failure(let error):
                promise.fail(HTTPExchangeError.notConnected(error))
            }
        }
        return try await withTaskCancellationHandler {
            defer { timer?.cancel() }
            return try await promise.futureResult.get()
        } onCancel: {
            promise.fail(CancellationError())
        }
    }

    /// No certificate is looked at, as in Kubernetes: a probe asks whether a container answers, not
    /// who it is.
    private static let tls: Result<NIOSSLContext, any Error> = Result {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.trustRoots = .certificates([])
        configuration.applicationProtocols = ["h2", "http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }

    private static func makeTLSHandler(_ host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(
            context: try tls.get(), serverHostname: isAddress ? nil : host)
    }
}

/// Why there is no answer.
enum HTTPExchangeError: Error, Sendable {
    case timedOut
    case notConnected(any Error)
    /// The connection ended first.
    case ended
    case broken(any Error)

    /// As Go's `net/http` says it.
    func describe(_ request: HTTPRequest) -> String {
        let reason =
            switch self {
            case .timedOut:
                "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
            case .notConnected(ChannelError.connectTimeout):
                "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
            case .notConnected(let error):
                ContainerConnection.describe(error, request.host, request.port)
            case .ended: "EOF"
            case .broken(let error as IOError):
                "read tcp \(request.authority): read: \(ContainerConnection.text(error.errnoCode))"
            case .broken(let error) where isPlainAnswer(error):
                "http: server gave HTTP response to HTTPS client"
            case .broken(let error as HTTPParserError):
                "net/http: HTTP/1.x transport connection broken: malformed HTTP response (\(error))"
            case .broken(let error): String(describing: error)
            }
        return "Get \"\(request.url)\": \(reason)"
    }

    /// Whether a server that knows no TLS was asked over TLS.
    var isPlainServer: Bool {
        if case .broken(let error) = self { isPlainAnswer(error) } else { false }
    }

    private func isPlainAnswer(_ error: any Error) -> Bool {
        guard let error = error as? NIOSSLError else { return false }
        guard case .handshakeFailed(let reason) = error else { return false }
        return ["HTTP_REQUEST", "WRONG_VERSION_NUMBER"].contains {
            String(describing: reason).contains($0)
        }
    }
}
