import FoundationEssentials
import NIOCore

/// Channels in the messages of a WebSocket: the first byte of a message says which one it is for. In
/// base64 that is a digit, and the rest is encoded.
struct WebSocketChannels {
    /// What says that a channel is closed, in the place of a channel; the channel follows.
    static let close: UInt8 = 255
    /// Bytes of a message in base64, which cannot be taken in pieces.
    static let maximumTextSize = 4 << 20

    private let webSocket: WebSocketConnection
    private let isBase64: Bool
    /// Of the message whose end has not come.
    private var channel: UInt8?
    private var text = ByteBuffer()

    init(_ webSocket: WebSocketConnection, isBase64: Bool) {
        self.webSocket = webSocket
        self.isBase64 = isBase64
    }

    func send(_ bytes: ByteBuffer, on channel: UInt8) {
        guard isBase64 else { return webSocket.send(prefix: channel, bytes) }
        let encoded = Data(bytes.readableBytesView).base64EncodedString()
        webSocket.send(
            text: true, prefix: UInt8(ascii: "0") &+ channel, ByteBuffer(string: encoded))
    }

    /// - Returns: bytes that came on a channel; nil where none did yet.
    /// - Throws: for a message that is none.
    mutating func take(
        _ piece: WebSocketFrameReader.Piece
    ) throws(WebSocketFrameReader.Failure) -> (channel: UInt8, bytes: ByteBuffer)? {
        if isBase64 { return try takeText(piece) }
        var bytes = piece.bytes
        if channel == nil { channel = bytes.readInteger() }
        defer { if piece.endsMessage { channel = nil } }
        guard let channel, bytes.readableBytes > 0 else { return nil }
        return (channel, bytes)
    }

    private mutating func takeText(
        _ piece: WebSocketFrameReader.Piece
    ) throws(WebSocketFrameReader.Failure) -> (channel: UInt8, bytes: ByteBuffer)? {
        text.writeImmutableBuffer(piece.bytes)
        guard text.readableBytes <= Self.maximumTextSize else {
            throw WebSocketFrameReader.Failure(code: 1009, reason: "the message is too long")
        }
        guard piece.endsMessage else { return nil }
        defer { text.clear() }
        guard let channel: UInt8 = text.readInteger() else { return nil }
        guard let data = Data(base64Encoded: Data(text.readableBytesView)) else {
            throw WebSocketFrameReader.Failure(
                code: 1007, reason: "the message is not in base64")
        }
        return data.isEmpty ? nil : (channel &- UInt8(ascii: "0"), ByteBuffer(bytes: data))
    }
}
