import NIOCore
import NIOPosix

/// Whether somebody takes connections on a port.
enum PortCheck {
    /// - Returns: why nobody does; nil where somebody does.
    static func failure(_ host: String, _ port: Int, within limit: Duration) async -> String? {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let connecting = ContainerConnection.open(
            host, port, on: loop, within: TimeAmount(limit)
        ) { $0.eventLoop.makeSucceededVoidFuture() }
        do {
            let channel = try await connecting.get()
            channel.close(promise: nil)
            return nil
        } catch {
            return ContainerConnection.describe(error, host, port)
        }
    }
}
