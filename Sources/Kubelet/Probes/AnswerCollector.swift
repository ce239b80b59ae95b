import NIOCore
import NIOHTTP1
import NIOSSL

/// Sends the request and gathers the answer.
final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: HTTPRequest
    private let promise: EventLoopPromise<HTTPAnswer>
    private var answer: HTTPAnswer?

    init(request: HTTPRequest, promise: EventLoopPromise<HTTPAnswer>) {
        self.request = request
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { send(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        send(context)
    }

    private func send(_ context: ChannelHandlerContext) {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: request.target)
        for header in request.headers { head.headers.add(name: header.name, value: header.value) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard head.status.code >= 200 else { return }
            answer = HTTPAnswer(
                status: Int(head.status.code), location: head.headers.first(name: "Location"))
        case .body(let buffer):
            guard var gathered = answer else { return }
            gathered.body += buffer.readableBytesView.prefix(
                HTTPExchange.bodyLimit - gathered.body.count)
            answer = gathered
            if gathered.body.count >= HTTPExchange.bodyLimit { finish() }
        case .end:
            finish()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Some servers end a TLS connection without saying so first.
        if answer != nil, case NIOSSLError.uncleanShutdown = error {
            finish()
        } else {
            promise.fail(HTTPExchangeError.broken(error))
        }
    }

    private func finish() {
        if let answer { promise.succeed(answer) } else { promise.fail(HTTPExchangeError.ended) }
    }
}
