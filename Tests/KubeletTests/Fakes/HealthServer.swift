import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import Synchronization

/// A gRPC server on 127.0.0.1 that answers health checks by the service's name.
final class HealthServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let gate: Gate

    /// Whether connections are taken, and how many were not.
    private final class Gate: Sendable {
        let state: Mutex<(isOpen: Bool, refused: Int)>

        init(isOpen: Bool) { state = Mutex((isOpen, 0)) }

        func admits() -> Bool {
            state.withLock { state in
                if !state.isOpen { state.refused += 1 }
                return state.isOpen
            }
        }
    }

    /// Connections that were ended at once.
    var refused: Int { gate.state.withLock { $0.refused } }

    /// - Parameters:
    ///   - isOpen: whether it speaks from its beginning, or not before `open`; it keeps its port, so
    ///     that nobody else can take it meanwhile.
    ///   - answer: body and trailers for a request's bytes; nil answers nothing.
    init(
        isOpen: Bool = true,
        _ answer: @escaping @Sendable ([UInt8]) -> (body: [UInt8], trailers: HPACKHeaders)?
    ) async throws {
        let gate = Gate(isOpen: isOpen)
        self.gate = gate
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard gate.admits() else { return channel.close() }
                return channel.configureHTTP2Pipeline(
                    mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
                ) { stream in
                    stream.eventLoop.makeCompletedFuture {
                        try stream.pipeline.syncOperations.addHandler(Handler(answer))
                    }
                }.map { _ in }
            }.bind(host: "127.0.0.1", port: 0).get()
        self.port = channel.localAddress?.port ?? 0
    }

    /// Speaks with all who connect from now on.
    func open() { gate.state.withLock { $0.isOpen = true } }

    func stop() async throws { try await channel.close().get() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTP2Frame.FramePayload
        typealias OutboundOut = HTTP2Frame.FramePayload
        private let answer: @Sendable ([UInt8]) -> (body: [UInt8], trailers: HPACKHeaders)?
        private var body: [UInt8] = []

        init(
            _ answer: @escaping @Sendable ([UInt8]) -> (body: [UInt8], trailers: HPACKHeaders)?
        ) {
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .data(let payload) = unwrapInboundIn(data) else { return }
            if case .byteBuffer(let buffer) = payload.data { body += buffer.readableBytesView }
            guard payload.endStream, let (body, trailers) = answer(body) else { return }
            let headers: HPACKHeaders = [":status": "200", "content-type": "application/grpc"]
            context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
            if !body.isEmpty {
                let buffer = context.channel.allocator.buffer(bytes: body)
                context.write(
                    wrapOutboundOut(.data(.init(data: .byteBuffer(buffer)))), promise: nil)
            }
            context.writeAndFlush(
                wrapOutboundOut(.headers(.init(headers: trailers, endStream: true))), promise: nil)
        }
    }
}
