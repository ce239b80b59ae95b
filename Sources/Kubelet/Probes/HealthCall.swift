import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// One call of `grpc.health.v1.Health/Check`, over HTTP/2 without TLS.
enum HealthCall {
    /// - Throws: `HealthCallError`, `CancellationError`.
    static func perform(
        host: String, port: Int, service: String, within limit: Duration
    ) async throws -> HealthMessage.Status {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: HealthMessage.Status.self)
        let timer = loop.scheduleTask(in: TimeAmount(limit)) {
            promise.fail(HealthCallError.timedOut)
        }
        let call = Call(
            authority: HTTPRequest.authority(host, port),
            message: HealthMessage.request(service: service))
        let isReady = NIOLoopBoundBox.makeBoxSendingValue(false, eventLoop: loop)
        // There before the connection is: the server may speak first.
        let streams = loop.makePromise(of: NIOHTTP2Handler.StreamMultiplexer.self)
        let connecting = ContainerConnection.open(
            host, port, on: loop, within: TimeAmount(limit)
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                streams.succeed(
                    try channel.pipeline.syncOperations.configureHTTP2Pipeline(
                        mode: .client, connectionConfiguration: .init(),
                        streamConfiguration: .init(), inboundStreamInitializer: { $0.close() }))
                try channel.pipeline.syncOperations.addHandler(SettingsWatch(isReady))
            }
        }
        connecting.whenFailure {
            promise.fail(HealthCallError.notConnected($0))
            streams.fail($0)
        }
        connecting.whenSuccess { channel in
            promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in promise.fail(HealthCallError.ended) }
            begin(call, on: streams.futureResult, promise)
        }
        return try await withTaskCancellationHandler {
            defer { timer.cancel() }
            // What has not begun to speak HTTP/2 is no connection yet, as for gRPC's client.
            return try await promise.futureResult.flatMapErrorThrowing { error in
                guard let failure = error as? HealthCallError, !isReady.value else { throw error }
                throw failure.ofConnecting
            }.get()
        } onCancel: {
            promise.fail(CancellationError())
        }
    }

    fileprivate struct Call: Sendable {
        var authority: String
        var message: [UInt8]
    }

    private static func begin(
        _ call: Call, on streams: EventLoopFuture<NIOHTTP2Handler.StreamMultiplexer>,
        _ promise: EventLoopPromise<HealthMessage.Status>
    ) {
        streams.flatMap { multiplexer in
            multiplexer.createStreamChannel { stream in
                stream.eventLoop.makeCompletedFuture {
                    try stream.pipeline.syncOperations.addHandler(
                        HealthCallHandler(call: call, promise: promise))
                }
            }
        }.whenFailure { promise.fail(HealthCallError.broken($0)) }
    }
}

/// Why there is no status.
enum HealthCallError: Error, Sendable {
    case timedOut
    case notConnected(any Error)
    case ended
    case broken(any Error)
    /// gRPC's own status code, other than 0.
    case status(code: Int, message: String)

    /// The same where it came before the server had spoken.
    fileprivate var ofConnecting: HealthCallError {
        switch self {
        case .notConnected, .status: self
        case .timedOut: .notConnected(ChannelError.connectTimeout(.zero))
        case .ended: .notConnected(ChannelError.eof)
        case .broken(let error): .notConnected(error)
        }
    }

    private static let names = [
        "OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound",
        "AlreadyExists", "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted",
        "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated",
    ]

    /// As the kubelet says it.
    func describe(host: String, port: Int, seconds: Int64) -> String {
        let address = HTTPRequest.authority(host, port)
        switch self {
        case .notConnected:
            // gRPC's client tries until the time is over, and tells no more than that.
            return
                "timeout: failed to connect service \"\(address)\" within \(seconds)s: context deadline exceeded"
        case .timedOut, .status(code: 4, _):
            return "timeout: health rpc did not complete within \(seconds)s"
        case .status(code: 12, let message):
            return
                "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): \(message)"
        case .status(let code, let message):
            let name = Self.names.indices.contains(code) ? Self.names[code] : "Code(\(code))"
            return "error: health rpc probe failed: rpc error: code = \(name) desc = \(message)"
        case .ended:
            return
                "error: health rpc probe failed: rpc error: code = Unavailable desc = connection closed"
        case .broken(let error):
            return
                "error: health rpc probe failed: rpc error: code = Unavailable desc = \(error)"
        }
    }
}

/// Takes note of the settings that a server begins with.
private final class SettingsWatch: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let isReady: NIOLoopBoundBox<Bool>

    init(_ isReady: NIOLoopBoundBox<Bool>) {
        self.isReady = isReady
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .settings = unwrapInboundIn(data).payload { isReady.value = true }
        context.fireChannelRead(data)
    }
}

private final class HealthCallHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let call: HealthCall.Call
    private let promise: EventLoopPromise<HealthMessage.Status>
    private var body: [UInt8] = []
    private var code: Int?
    private var message = ""

    init(call: HealthCall.Call, promise: EventLoopPromise<HealthMessage.Status>) {
        self.call = call
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        let headers: HPACKHeaders = [
            ":method": "POST", ":scheme": "http", ":path": "/grpc.health.v1.Health/Check",
            ":authority": call.authority, "content-type": "application/grpc", "te": "trailers",
            "user-agent": "kube-probe/1.37",
        ]
        context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
        let buffer = context.channel.allocator.buffer(bytes: call.message)
        context.writeAndFlush(
            wrapOutboundOut(.data(.init(data: .byteBuffer(buffer), endStream: true))), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let payload):
            if let text = payload.headers.first(name: "grpc-status") { code = Int(text) }
            message = payload.headers.first(name: "grpc-message") ?? message
            if let status = payload.headers.first(name: ":status"), status != "200" {
                promise.fail(
                    HealthCallError.status(
                        code: 14,
                        message: "unexpected HTTP status code received from server: \(status)"))
            }
            if payload.endStream { finish() }
        case .data(let payload):
            if case .byteBuffer(let buffer) = payload.data, body.count < HTTPExchange.bodyLimit {
                body += buffer.readableBytesView
            }
            if payload.endStream { finish() }
        case .rstStream(let reason):
            promise.fail(
                HealthCallError.status(
                    code: 13, message: "stream terminated by RST_STREAM with error code: \(reason)")
            )
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(HealthCallError.ended)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(HealthCallError.broken(error))
    }

    private func finish() {
        switch code {
        case 0:
            if let status = HealthMessage.status(of: body) {
                promise.succeed(status)
            } else {
                promise.fail(HealthCallError.status(code: 13, message: "malformed answer"))
            }
        case let code?: promise.fail(HealthCallError.status(code: code, message: message))
        case nil:
            promise.fail(
                HealthCallError.status(
                    code: 13, message: "server closed the stream without sending trailers"))
        }
    }
}
