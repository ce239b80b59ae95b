import KubeconfigClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends requests one after the other on one connection, and notes how long each took until the
/// last byte of its answer was there.
final class RequestLoop: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    // All of it is used on the connection's event loop only.
    private let next: (Int) -> PreparedRequest?
    private let done: EventLoopPromise<Void>
    private var start = ContinuousClock.now
    private var refusal: HTTPResponseStatus?
    private(set) var times: [Duration] = []
    /// Bytes of the last answer's body.
    private(set) var size = 0

    private init(_ done: EventLoopPromise<Void>, _ next: @escaping (Int) -> PreparedRequest?) {
        self.done = done
        self.next = next
    }

    /// - Parameter next: the request of a number, counted from 0; nil ends the loop.
    /// - Throws: `BenchError` for a refusal.
    static func run(
        _ connector: Connector, _ next: @escaping @Sendable (Int) -> PreparedRequest?
    ) async throws -> (times: [Duration], size: Int) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let done = loop.makePromise(of: Void.self)
        let handler = RequestLoop(done, next)
        let channel: any Channel
        do {
            channel = try await connector.connect(handler)
        } catch {
            done.fail(error)
            throw error
        }
        try await done.futureResult.get()
        try await channel.close().get()
        return (handler.times, handler.size)
    }

    /// Runs a loop for each client, all at the same time.
    ///
    /// - Parameter next: the request of a client and a number.
    static func run(
        _ server: ServerAddress, clients: Int,
        _ next: @escaping @Sendable (_ client: Int, _ number: Int) -> PreparedRequest?
    ) async throws -> Times {
        let connector = try Connector(server)
        return try await withThrowingTaskGroup(of: [Duration].self) { group in
            for client in 0..<clients {
                group.addTask { try await run(connector) { next(client, $0) }.times }
            }
            return Times(try await group.reduce(into: []) { $0 += $1 })
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        send(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            size = 0
            if !(200..<300).contains(head.status.code) { refusal = head.status }
        case .body(let buffer): size += buffer.readableBytes
        case .end:
            if let refusal {
                return done.fail(BenchError("the server answered \(refusal)"))
            }
            times.append(.now - start)
            send(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        done.fail(BenchError("the server closed the connection"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    private func send(_ context: ChannelHandlerContext) {
        guard let request = next(times.count) else { return done.succeed() }
        start = .now
        context.send(request)
    }
}
