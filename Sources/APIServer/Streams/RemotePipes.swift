import Glibc
import NIOCore

/// Reads one of a process's outputs as fast as the client takes it.
final class RemoteOutput: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let stream: RemoteStream
    private let descriptor: Int32
    private let transport: any RemoteTransport
    /// Let go of at the end.
    private var progressed: (() -> Void)?
    private var context: ChannelHandlerContext?
    let isTerminal: Bool
    var isOpen = true

    /// - Parameter progressed: called when some of it was read, and at its end.
    init(
        _ stream: RemoteStream, _ descriptor: Int32, _ transport: any RemoteTransport,
        progressed: @escaping () -> Void
    ) {
        self.stream = stream
        self.descriptor = descriptor
        self.transport = transport
        self.progressed = progressed
        isTerminal = isatty(descriptor) == 1 || errno == EIO
    }

    /// Whether all that the process wrote before it ended was read.
    var isDrained: Bool {
        guard isOpen else { return true }
        guard !isTerminal, context != nil else { return false }
        var waiting: Int32 = 0
        return ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 && waiting == 0
    }

    func resume() {
        try? context?.channel.syncOptions?.setOption(.autoRead, value: true)
    }

    func close() {
        progressed = nil
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        transport.send(unwrapInboundIn(data), on: stream)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        transport.flush()
        if !transport.isWritable {
            try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        }
        progressed?()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOpen = false
        progressed?()
        progressed = nil
    }

    /// A terminal that nobody holds open any more fails with EIO.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// Notices that a process reads its input again, or no more.
final class RemoteInput: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private weak var session: RemoteSession?

    init(_ session: RemoteSession) {
        self.session = session
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { session?.inputBecameWritable() }
    }

    func channelInactive(context: ChannelHandlerContext) { session?.inputClosed() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
