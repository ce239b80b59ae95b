import NIOCore
import NIOHTTP1
import NIOPosix

/// Follows a watch on one connection, and notes when each of its lines arrived.
final class WatchConnection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    // All of it is used on the connection's event loop only.
    private let request: PreparedRequest
    private let count: Int
    private let begun: EventLoopPromise<Void>
    private let done: EventLoopPromise<[ContinuousClock.Instant]>
    private var arrivals: [ContinuousClock.Instant] = []

    /// - Parameter count: ends the watch after so many lines.
    init(_ request: PreparedRequest, count: Int) {
        self.request = request
        self.count = count
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        begun = loop.makePromise()
        done = loop.makePromise()
    }

    /// Returns when the server has begun the watch.
    func begin(_ connector: Connector) async throws {
        do {
            _ = try await connector.connect(self)
        } catch {
            begun.fail(error)
            done.fail(error)
            throw error
        }
        try await begun.futureResult.get()
    }

    func result() async throws -> [ContinuousClock.Instant] {
        try await done.futureResult.get()
    }

    func channelActive(context: ChannelHandlerContext) {
        context.send(request)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: begun.succeed()
        case .body(let buffer):
            let now = ContinuousClock.now
            for byte in buffer.readableBytesView where byte == UInt8(ascii: "\n") {
                arrivals.append(now)
            }
            if arrivals.count >= count {
                done.succeed(arrivals)
                context.close(promise: nil)
            }
        case .end: done.fail(BenchError("the server ended the watch"))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let error = BenchError("the server closed the connection")
        begun.fail(error)
        done.fail(error)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        begun.fail(error)
        done.fail(error)
        context.close(promise: nil)
    }
}
