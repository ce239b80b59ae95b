import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// The open connections of a listener, so that a shutdown can end those that do not end themselves.
final class ConnectionTracker: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    func add(_ channel: any Channel) {
        let identifier = ObjectIdentifier(channel)
        channels.withLock { $0[identifier] = channel }
        channel.closeFuture.whenComplete { [self] _ in
            channels.withLock { _ = $0.removeValue(forKey: identifier) }
        }
    }

    func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) {
            channel.close(promise: nil)
        }
    }
}

/// A child channel that a tracker knows about.
struct TrackedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let tracker: ConnectionTracker
    /// Nil for connections without TLS.
    var handshakeLimit: TimeAmount?
    /// For connections that leave HTTP.
    var idleLimit: TimeAmount?

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        tracker.add(channel)
        // Nearer to the client than HTTP, and behind TLS.
        if handshakeLimit == nil {
            do {
                try channel.pipeline.syncOperations.addHandler(UpgradeGate(idleLimit: idleLimit))
            } catch {
                return channel.eventLoop.makeFailedFuture(error)
            }
        }
        let value = base.setup(channel: channel, logger: logger)
        guard let handshakeLimit else { return value }
        do {
            // HTTP comes after it, when TLS has agreed on its version.
            try channel.pipeline.syncOperations.addHandler(UpgradeGate(idleLimit: idleLimit))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return value.flatMapThrowing { value in
            try HandshakeDeadline.add(to: channel, limit: handshakeLimit)
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
