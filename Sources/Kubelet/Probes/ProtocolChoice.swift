import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOTLS

/// Goes on with the version of HTTP that the server has chosen while TLS was begun.
final class ProtocolChoice: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let request: HTTPRequest
    private let promise: EventLoopPromise<HTTPAnswer>

    init(request: HTTPRequest, promise: EventLoopPromise<HTTPAnswer>) {
        self.request = request
        self.promise = promise
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let choice) = event as? TLSUserEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        do {
            let pipeline = context.pipeline.syncOperations
            if choice == "h2" {
                try begin(on: context.channel)
            } else {
                try pipeline.addHTTPClientHandlers()
                try pipeline.addHandler(AnswerCollector(request: request, promise: promise))
            }
            pipeline.removeHandler(context: context, promise: nil)
        } catch {
            promise.fail(HTTPExchangeError.broken(error))
        }
    }

    private func begin(on channel: any Channel) throws {
        let multiplexer = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .client, connectionConfiguration: .init(), streamConfiguration: .init(),
            inboundStreamInitializer: { $0.close() })
        multiplexer.createStreamChannel { [request, promise] stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers([
                    HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https),
                    AnswerCollector(request: request, promise: promise),
                ])
            }
        }.whenFailure { [promise] in promise.fail(HTTPExchangeError.broken($0)) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(HTTPExchangeError.ended)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.fail(HTTPExchangeError.broken(error))
    }
}
