import NIOCore
import NIOHTTP1
import NIOWebSocket

/// What became of a request to go over to WebSocket.
enum WebSocketHandshake: Sendable {
    typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    typealias Response = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    case upgraded(Frames, subprotocol: String)
    case refused(Response)

    /// Sends the request once `channel` is connected. To be called on its event loop.
    ///
    /// - Parameter requestKey: 16 random bytes in base64 (RFC 6455, 4.1).
    static func begin(
        on channel: any Channel, _ head: HTTPRequestHead,
        requestKey: String = NIOWebSocketClientUpgrader.randomRequestKey()
    ) throws -> EventLoopFuture<WebSocketHandshake> {
        let upgrader = NIOTypedWebSocketClientUpgrader<WebSocketHandshake>(
            requestKey: requestKey, maxFrameSize: WebSocket.maximumMessageSize,
            upgradePipelineHandler: upgrade)
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                upgradeRequestHead: head, upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        .refused(try Response(wrappingChannelSynchronously: channel))
                    }
                }))
        // Frames may come with the answer.
        configuration.leftOverBytesStrategy = .forwardBytes
        try channel.pipeline.syncOperations.addHandler(LateEnd())
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: configuration)
    }

    @Sendable private static func upgrade(
        _ channel: any Channel, _ head: HTTPResponseHead
    ) -> EventLoopFuture<WebSocketHandshake> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
                NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1 << 16,
                    maxAccumulatedFrameSize: WebSocket.maximumMessageSize))
            let frames = try Frames(wrappingChannelSynchronously: channel)
            return .upgraded(
                frames, subprotocol: head.headers.first(name: "Sec-WebSocket-Protocol") ?? "")
        }
    }
}

/// Tells of a connection's end after what the bytes before it have brought about.
///
/// NIO's HTTP decoder leaves the pipeline a moment after the answer that goes over to WebSocket, and
/// throws away what came behind that answer where it hears of the end first: all that a short command
/// has to say, where a busy machine reads it with the answer.
private final class LateEnd: ChannelInboundHandler {
    typealias InboundIn = Any

    func channelInactive(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.fireChannelInactive() }
    }
}
