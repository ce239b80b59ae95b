import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOWebSocket
import Testing

@testable import KubeconfigClient

/// What comes with the answer that goes over to WebSocket.
@Suite(.timeLimit(.minutes(1))) struct WebSocketHandshakeTests {
    // The pair of RFC 6455, 1.3.
    private static let requestKey = "dGhlIHNhbXBsZSBub25jZQ=="
    private static let acceptKey = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    private static let answer = """
        HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r
        Sec-WebSocket-Accept: \(acceptKey)\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n
        """

    @Test("a server that has said all and left before the answer was read")
    func allAtOnce() async throws {
        let channel = NIOAsyncTestingChannel()
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/exec")
        let handshake = try await channel.testingEventLoop.executeInContext {
            try WebSocketHandshake.begin(on: channel, head, requestKey: Self.requestKey)
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        var answer = ByteBuffer(string: Self.answer)
        for (opcode, text) in [(0x82, "\u{1}hi"), (0x82, "\u{3}{}"), (0x88, "")] {
            answer.writeBytes([UInt8(opcode), UInt8(text.utf8.count)] + Array(text.utf8))
        }
        try await channel.testingEventLoop.executeInContext { [answer] in
            channel.pipeline.fireChannelRead(answer)
            channel.pipeline.fireChannelReadComplete()
            channel.pipeline.fireChannelInactive()
        }
        guard case .upgraded(let frames, let subprotocol) = try await handshake.get() else {
            Issue.record("refused")
            return
        }
        #expect(subprotocol == "v5.channel.k8s.io")
        let texts = try await frames.executeThenClose { inbound, _ in
            var texts: [String] = []
            for try await frame in inbound { texts.append(String(buffer: frame.unmaskedData)) }
            return texts
        }
        #expect(texts == ["\u{1}hi", "\u{3}{}", ""])
    }
}
