import Glibc
import NIOCore
import NIOWebSocket

/// A WebSocket (RFC 6455) to an API server, as its client. Messages are bytes; what keeps the
/// connection alive and ends it is seen to here.
struct WebSocket: Sendable {
    /// What the server chose of the protocols it was offered.
    let subprotocol: String
    private let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    private let incoming: Incoming

    /// The channel's frames; unchecked because one task at a time reads, as `receive` demands.
    private final class Incoming: @unchecked Sendable {
        var frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator

        init(_ frames: NIOAsyncChannelInboundStream<WebSocketFrame>) {
            self.frames = frames.makeAsyncIterator()
        }
    }

    /// Bytes of a message that is taken.
    static let maximumMessageSize = 16 << 20

    init(
        subprotocol: String, inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) {
        self.subprotocol = subprotocol
        self.outbound = outbound
        incoming = Incoming(inbound)
    }

    /// Sends a binary message; returns when there is room for another one.
    ///
    /// - Throws: NIO's errors, also where the connection has ended.
    func send(_ message: ByteBuffer) async throws {
        try await outbound.write(Self.frame(.binary, message))
    }

    func ping() async throws { try await outbound.write(Self.frame(.ping, ByteBuffer())) }

    /// Says that nothing more will be sent, and why.
    func close() async {
        var reason = ByteBuffer()
        reason.write(webSocketErrorCode: .normalClosure)
        try? await outbound.write(Self.frame(.connectionClose, reason))
    }

    /// The next message; nil where the server has ended the connection in order. One task at a
    /// time may call it.
    ///
    /// - Throws: NIO's errors; an `IOError` with ECONNRESET where the connection broke off.
    func receive() async throws -> ByteBuffer? {
        while let frame = try await incoming.frames.next() {
            switch frame.opcode {
            case .binary, .text: return frame.unmaskedData
            case .ping: try await outbound.write(Self.frame(.pong, frame.unmaskedData))
            case .connectionClose: return nil
            default: break
            }
        }
        try Task.checkCancellation()
        throw IOError(errnoCode: ECONNRESET, reason: "the connection broke off")
    }

    /// A client masks what it sends (RFC 6455, 5.3).
    private static func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    }
}
