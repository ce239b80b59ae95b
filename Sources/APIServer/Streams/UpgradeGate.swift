import Glibc
import NIOCore

/// Stands between a connection and HTTP/1.1, and takes the connection over when a request asks for
/// that and may have it.
///
/// So a request for an upgrade is a request like all others until it is granted, whatever came
/// before it on its connection. HTTP's handlers stay where they are and hear nothing any more.
final class UpgradeGate: ChannelDuplexHandler, ByteLine {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = NIOAny
    typealias OutboundOut = ByteBuffer

    /// How long a client has to end its side once it was sent all: until it has read all, which a
    /// slow one has not when it has received it.
    private static let lingering = TimeAmount.seconds(30)
    /// How long it has to receive it.
    private static let patience = TimeAmount.minutes(10)
    /// How long a connection of HTTP stays when its client says no more and is sent nothing. The
    /// answer in the making does not hear of the client's end where another request waits behind it.
    private static let remembrance = TimeAmount.seconds(30)
    /// Bytes that may wait for a client before what produces them is stopped.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
        low: 128 << 10, high: 512 << 10)

    private enum State {
        case http
        case raw(any UpgradedConnection)
        /// What the client still says is dropped.
        case closing
    }

    private var state = State.http
    private var isPaused = false
    private var context: ChannelHandlerContext?
    /// Ends a connection that says nothing, and one that does not end itself.
    private var timer: Scheduled<Void>?
    private var lastActivity = NIODeadline.now()
    private let idleLimit: TimeAmount?

    /// - Parameter idleLimit: how long nothing may come or go once it is taken over; nil for any time.
    init(idleLimit: TimeAmount?) {
        self.idleLimit = idleLimit
    }

    /// Takes the connection over.
    ///
    /// - Parameters:
    ///   - answer: the response with status 101.
    ///   - make: called when it is on its way; what it makes gets all that comes from now on.
    /// - Throws: `ChannelError` where the client has gone, or somebody has taken it over before.
    func upgrade(
        answer: String, _ make: (any ByteLine) throws -> any UpgradedConnection
    ) throws {
        guard let context, context.channel.isActive, case .http = state else {
            throw ChannelError.ioOnClosedChannel
        }
        let options = context.channel.syncOptions
        try? options?.setOption(.writeBufferWaterMark, value: Self.waterMark)
        // A client whose machine is gone is noticed in two minutes; on a unix socket in none.
        try? options?.setOption(.socketOption(.so_keepalive), value: 1)
        for (name, seconds) in [(TCP_KEEPIDLE, 60), (TCP_KEEPINTVL, 10), (TCP_KEEPCNT, 6)] {
            let option = ChannelOptions.Types.SocketOption(
                level: .tcp, name: .init(rawValue: name))
            try? options?.setOption(option, value: ChannelOptions.Types.SocketOption.Value(seconds))
        }
        if !answer.isEmpty { write(ByteBuffer(string: answer)) }
        state = .raw(try make(self))
        if let idleLimit {
            lastActivity = context.eventLoop.now
            endIfIdle(for: idleLimit)
        }
        flush()
        context.read()
    }

    private func endIfIdle(for limit: TimeAmount) {
        guard let context, case .raw(let connection) = state else { return }
        let deadline = lastActivity + limit
        guard deadline > context.eventLoop.now else { return connection.timedOut() }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            self?.endIfIdle(for: limit)
        }
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    // MARK: - ByteLine

    var eventLoop: any EventLoop { context!.eventLoop }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    func write(_ bytes: ByteBuffer) {
        lastActivity = context?.eventLoop.now ?? lastActivity
        context?.write(wrapOutboundOut(bytes), promise: nil)
    }

    func flush() { context?.flush() }

    func pauseReading() { isPaused = true }

    func resumeReading() {
        guard isPaused else { return }
        isPaused = false
        context?.read()
    }

    func close(endsOutput: Bool) {
        guard let context, case .raw(let connection) = state else { return }
        state = .closing
        resumeReading()
        closeLater(Self.patience)
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
        sent.futureResult.assumeIsolated().whenSuccess { [weak self] in
            if endsOutput { context.close(mode: .output, promise: nil) }
            self?.closeLater(Self.lingering)
        }
        connection.closed()
    }

    private func closeWhenSilent() {
        guard let context, case .http = state else { return }
        let deadline = lastActivity + Self.remembrance
        guard deadline > context.eventLoop.now else { return context.close(promise: nil) }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            self?.closeWhenSilent()
        }
    }

    private func closeLater(_ delay: TimeAmount) {
        timer?.cancel()
        guard let context else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            context.close(promise: nil)
        }
    }

    private func end() {
        timer?.cancel()
        guard case .raw(let connection) = state else { return }
        state = .closing
        connection.closed()
    }

    // MARK: - ChannelDuplexHandler

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .http: context.fireChannelRead(data)
        case .raw(let connection):
            lastActivity = context.eventLoop.now
            connection.received(unwrapInboundIn(data))
        case .closing: return
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard case .http = state else {
            if !isPaused { context.read() }
            return
        }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        switch state {
        case .http: context.fireChannelWritabilityChanged()
        case .raw(let connection) where context.channel.isWritable: connection.becameWritable()
        case .raw, .closing: return
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .http = state {
            if event as? ChannelEvent == .inputClosed {
                lastActivity = context.eventLoop.now
                closeWhenSilent()
            }
            return context.fireUserInboundEventTriggered(event)
        }
        // A client that says no more has gone: none of these protocols has another use for that.
        if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .http = state { return context.fireErrorCaught(error) }
        context.close(promise: nil)
    }

    func read(context: ChannelHandlerContext) {
        if !isPaused { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .http = state else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
        lastActivity = context.eventLoop.now
        context.write(data, promise: promise)
    }

    /// What was written goes first. HTTP/2 closes a connection that is ending as soon as its last
    /// stream has ended, whose end is written by then and not flushed, and TLS drops what is not.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if case .http = state, mode == .all { context.flush() }
        context.close(mode: mode, promise: promise)
    }
}
