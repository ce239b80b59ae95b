import Glibc
import NIOCore

/// A descriptor that becomes a channel. Bound to that channel's event loop.
///
/// Where that fails NIO has closed it if the channel was being set up, and has left it open if not.
final class ChannelDescriptor {
    private let number: Int32
    private let eventLoop: any EventLoop
    private var isTaken = false

    init(_ number: Int32, on eventLoop: any EventLoop) {
        self.number = number
        self.eventLoop = eventLoop
    }

    /// Sets the new channel up, to which the descriptor belongs from then on.
    func initializer(
        _ handler: any ChannelHandler
    ) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
        let bound = NIOLoopBound((descriptor: self, handler: handler), eventLoop: eventLoop)
        return { channel in
            channel.eventLoop.makeCompletedFuture {
                let (descriptor, handler) = bound.value
                descriptor.isTaken = true
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }
    }

    /// For when there is no channel.
    func closeUnlessTaken() {
        if !isTaken { Glibc.close(number) }
    }
}
