import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// A gRPC server on 127.0.0.1 that answers health checks by the service's name.
final class HealthServer: Sendable {
    let port: Int
    private let channel: any Channel

    /// - Parameters:
    ///   - port: 0 takes one that is free.
    ///   - answer: body and trailers for a request's bytes; nil answers nothing.
    init(
        port: Int = 0,
        _ answer: @escaping @Sendable ([UInt8]) -> (body: [UInt8], trailers: HPACKHeaders)?
    ) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.configureHTTP2Pipeline(
                    mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
                ) { stream in
                    stream.eventLoop.makeCompletedFuture {
                        try stream.pipeline.syncOperations.addHandler(Handler(answer))
                    }
                }.map { _ in }
            }.bind(host: "127.0.0.1", port: port).get()
        self.port = channel.localAddress?.port ?? 0
    }

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
