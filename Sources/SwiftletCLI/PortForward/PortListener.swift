import KubeconfigClient
import NIOCore
import NIOPosix

/// A port of this machine that takes connections.
struct PortListener: Sendable {
    struct Address: Sendable, Hashable {
        var host: String
        /// Whether it is an error where it cannot be listened on.
        var isRequired: Bool
    }

    typealias Bytes = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// `127.0.0.1:8080`, `[::1]:8080`
    let address: String
    let port: Int
    private let server: NIOAsyncChannel<Bytes, Never>

    /// Listens on one port of several addresses.
    ///
    /// - Parameter port: 0 takes one that is free on the first of them.
    /// - Throws: `CommandError`.
    static func open(_ port: Int, on addresses: [Address]) async throws -> [PortListener] {
        var listeners: [PortListener] = []
        for address in addresses {
            do {
                listeners.append(
                    try await PortListener(address.host, port: listeners.first?.port ?? port))
            } catch {
                guard address.isRequired else { continue }
                throw CommandError(
                    "unable to listen on port \(port) of \(address.host): \(error)")
            }
        }
        return listeners
    }

    private init(_ host: String, port: Int) async throws {
        server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Bytes(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        self.port = server.channel.localAddress?.port ?? port
        address = host.contains(":") ? "[\(host)]:\(self.port)" : "\(host):\(self.port)"
    }

    /// Takes connections until the task is cancelled.
    func run(_ body: @escaping @Sendable (ForwardedConnection) async -> Void) async throws {
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { await body(ForwardedConnection(channel: connection)) }
                }
            }
        }
    }
}

/// A connection that somebody made to a port here.
struct ForwardedConnection: Sendable {
    let channel: PortListener.Bytes

    /// Copies both ways until both sides have ended, or the Pod's where that is all that can be told;
    /// what goes wrong is told on standard error.
    func forward(to port: Int, namespace: String, pod: String, _ client: KubeconfigClient) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                try await client.withPort(port, namespace: namespace, pod: pod) { remote in
                    try await Self.copy(inbound, outbound, remote)
                }
            }
        } catch is CancellationError {
        } catch let error as RemoteCommandError {
            StandardStreams.printError(
                "error: an error occurred forwarding to port \(port): \(error)\n")
        } catch is ChannelError {
            // Whoever connected has left.
        } catch {
            StandardStreams.printError(ErrorMessage.text(for: error))
        }
    }

    private static func copy(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ remote: PortConnection
    ) async throws {
        try await withThrowingTaskGroup(of: Direction.self) { group in
            group.addTask {
                // Why nothing can be sent any more is for who receives to hear.
                for try await bytes in inbound {
                    do {
                        try await remote.send(Array(bytes.readableBytesView))
                    } catch {
                        return .toPod
                    }
                }
                try? await remote.finish()
                return .toPod
            }
            group.addTask {
                while let bytes = try await remote.receive() {
                    try await outbound.write(ByteBuffer(bytes: bytes))
                }
                if remote.canEndHalf { outbound.finish() }
                return .fromPod
            }
            defer { group.cancelAll() }
            // The end of what is sent from here is not that of the answer.
            while let ended = try await group.next() {
                if ended == .fromPod && !remote.canEndHalf { return }
            }
        }
    }

    private enum Direction {
        case toPod
        case fromPod
    }
}
