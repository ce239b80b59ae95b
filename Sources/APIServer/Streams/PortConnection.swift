import Glibc
import NIOCore
import NIOPosix

/// One connection to a port of a Pod, for a client that forwards ports. Bound to the client's event
/// loop.
final class PortConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The client's side of it.
    struct Client {
        var isWritable: () -> Bool
        var send: (ByteBuffer) -> Void
        var flush: () -> Void
        /// The Pod sends no more; with the reason where there is one.
        var ended: (_ failure: String?) -> Void
        /// More than enough waits for the Pod, or no more.
        var isBlocked: (Bool) -> Void
    }

    /// Bytes that may wait for the Pod before its client's whole connection is held up.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
        low: 256 << 10, high: 1 << 20)

    let port: UInt16
    private let eventLoop: any EventLoop
    /// Let go of at the end.
    private var client: Client?
    private var channel: (any Channel)?
    /// What came before there was a connection.
    private var early: [ByteBuffer] = []
    private var hasEarlyEnd = false
    private var isOver = false
    private var isBlocked = false

    init(_ port: UInt16, to client: Client, on eventLoop: any EventLoop) {
        self.port = port
        self.client = client
        self.eventLoop = eventLoop
    }

    func connect(_ dial: @escaping @Sendable (UInt16) async throws -> Int32) {
        eventLoop.makeFutureWithTask { [port] in try await dial(port) }
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let descriptor): self.adopt(descriptor)
                case .failure(let error): self.end("\(error)")
                }
            }
    }

    /// Connects to an address of the Pod.
    func connect(to host: String) {
        bootstrap.channelInitializer {
            [handler = NIOLoopBound(self, eventLoop: eventLoop)] channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(handler.value)
            }
        }
        .connect(host: host, port: Int(port)).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.opened(channel)
            case .failure(let error): self.end("\(error)")
            }
        }
    }

    private var bootstrap: ClientBootstrap {
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.seconds(10))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.writeBufferWaterMark, value: Self.waterMark)
    }

    private func adopt(_ descriptor: Int32) {
        guard !isOver else {
            Glibc.close(descriptor)
            return
        }
        let handed = ChannelDescriptor(descriptor, on: eventLoop)
        bootstrap.channelInitializer(handed.initializer(self))
            .withConnectedSocket(descriptor)
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let channel): self.opened(channel)
                case .failure(let error):
                    handed.closeUnlessTaken()
                    self.end("\(error)")
                }
            }
    }

    private func opened(_ channel: any Channel) {
        guard !isOver else { return channel.close(promise: nil) }
        self.channel = channel
        for bytes in early { channel.write(bytes, promise: nil) }
        early = []
        channel.flush()
        noteBlocking()
        if hasEarlyEnd { finishWriting() }
    }

    // MARK: - From the client

    func write(_ bytes: ByteBuffer) {
        guard !isOver else { return }
        guard let channel else {
            early.append(bytes)
            return noteBlocking()
        }
        channel.writeAndFlush(bytes, promise: nil)
        noteBlocking()
    }

    /// The client sends no more.
    func finishWriting() {
        guard let channel else {
            hasEarlyEnd = true
            return
        }
        channel.writeAndFlush(ByteBuffer()).assumeIsolated().whenComplete { _ in
            channel.close(mode: .output, promise: nil)
        }
    }

    func clientBecameWritable() {
        try? channel?.syncOptions?.setOption(.autoRead, value: true)
    }

    /// The client wants no more of it.
    func abort() {
        client?.isBlocked(false)
        client = nil
        isOver = true
        channel?.close(promise: nil)
    }

    private func noteBlocking() {
        let isFull = channel.map { !$0.isWritable && $0.isActive } ?? !early.isEmpty
        guard isFull != isBlocked else { return }
        isBlocked = isFull
        client?.isBlocked(isFull)
    }

    private func end(_ failure: String?) {
        guard let client else { return }
        self.client = nil
        if isBlocked { client.isBlocked(false) }
        early = []
        client.ended(failure)
        client.flush()
    }

    // MARK: - ChannelInboundHandler

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        client?.send(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        client?.flush()
        if client?.isWritable() == false {
            try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { noteBlocking() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The Pod sends no more, but may still read.
        if event as? ChannelEvent == .inputClosed, let client { client.ended(nil) }
        if event as? ChannelEvent == .outputClosed { noteBlocking() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOver = true
        channel = nil
        end(nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
