import HTTPTypes
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Answers a request whose method the HTTP parser does not know, as a method is answered that a path
/// does not have, and closes the connection: the parser reads no further.
final class UnknownMethodAnswer: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Requests whose answer has not ended: another one cannot come between.
    private var unanswered = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data) { unanswered += 1 }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard (error as? HTTPParserError) == .invalidMethod, unanswered == 0 else {
            return context.fireErrorCaught(error)
        }
        let body = APIError.methodNotAllowed.status.serializedBytes()
        let head = HTTPResponse(
            status: .methodNotAllowed,
            headerFields: [
                .contentType: "application/json", .contentLength: "\(body.count)",
                .connection: "close",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(
            wrapOutboundOut(.body(context.channel.allocator.buffer(bytes: body))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }
}
