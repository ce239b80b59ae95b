import Glibc
import KubeconfigClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// An API server that goes over to WebSocket on every request, and whose side of the messages a
/// closure plays.
struct FakeWebSocketServer: Sendable {
    /// The server's side of a connection.
    struct Peer: Sendable {
        let head: HTTPRequestHead
        fileprivate let incoming: Incoming
        let writer: NIOAsyncChannelOutboundWriter<WebSocketFrame>

        /// Nil where the client has left.
        func next() async throws -> WebSocketFrame? { try await incoming.frames.next() }

        func send(_ channel: UInt8, _ text: String) async throws {
            try await send([channel] + Array(text.utf8))
        }

        func send(_ bytes: [UInt8], opcode: WebSocketOpcode = .binary, fin: Bool = true)
            async throws
        {
            try await writer.write(
                WebSocketFrame(fin: fin, opcode: opcode, data: ByteBuffer(bytes: bytes)))
        }
    }

    /// Unchecked because the one task that plays a script reads.
    fileprivate final class Incoming: @unchecked Sendable {
        var frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator

        init(_ frames: NIOAsyncChannelInboundStream<WebSocketFrame>) {
            self.frames = frames.makeAsyncIterator()
        }
    }

    /// The connection stays until the client ends it, or breaks off where this throws.
    typealias Script = @Sendable (Peer) async throws -> Void
    private typealias Frames = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let path: String

    var address: ServerAddress { ServerAddress(endpoint: .unixSocket(path: path)) }

    /// Serves one connection as `script` says while `body` runs.
    ///
    /// - Parameter subprotocol: what it chooses.
    static func run(
        subprotocol: String, _ script: @escaping Script,
        _ body: @escaping @Sendable (KubeconfigClient) async throws -> Void
    ) async throws {
        let path = "/tmp/swiftlet-socket-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        defer { unlink(path) }
        let server = FakeWebSocketServer(path: path)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture { try upgrade(channel, subprotocol) }
            }
        try await listener.executeThenClose { connections in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await connection in connections {
                        guard let (frames, head) = try await connection.get() else { continue }
                        try? await frames.executeThenClose { inbound, outbound in
                            let peer = Peer(
                                head: head, incoming: Incoming(inbound), writer: outbound)
                            try await script(peer)
                            while try await peer.next() != nil {}
                        }
                    }
                }
                group.addTask {
                    try await KubeconfigClient.connected(to: server.address) { try await body($0) }
                }
                // The listener goes on until it is cancelled.
                try await group.next()
                group.cancelAll()
            }
        }
    }

    private static func upgrade(
        _ channel: any Channel, _ subprotocol: String
    ) throws -> EventLoopFuture<(Frames, HTTPRequestHead)?> {
        let upgrader = NIOTypedWebSocketServerUpgrader<(Frames, HTTPRequestHead)?>(
            shouldUpgrade: { channel, _ in
                channel.eventLoop.makeSucceededFuture(
                    HTTPHeaders([("Sec-WebSocket-Protocol", subprotocol)]))
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    (try Frames(wrappingChannelSynchronously: channel), head)
                }
            })
        return try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: .init(
                upgradeConfiguration: .init(
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededFuture(nil) })))
    }
}
