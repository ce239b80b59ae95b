import FoundationEssentials
import NIOCore

/// The streams of a process as channels of a WebSocket: the first byte of a message says which.
final class WebSocketRemoteStreams: RemoteTransport, WebSocketListener {
    /// What a client and the server have agreed on, by its name in `Sec-WebSocket-Protocol`.
    struct Version: Hashable {
        var isBase64 = false
        /// Whether the end of a process is told as a Status.
        var hasStatus = true
        /// Whether a client can end its input.
        var canClose = false

        static let all: [String: Version] = [
            "": Version(hasStatus: false),
            "channel.k8s.io": Version(hasStatus: false),
            "base64.channel.k8s.io": Version(isBase64: true, hasStatus: false),
            "v4.channel.k8s.io": Version(),
            "v4.base64.channel.k8s.io": Version(isBase64: true),
            "v5.channel.k8s.io": Version(canClose: true),
        ]
    }

    /// What says that a channel is closed, in the place of a channel.
    private static let close: UInt8 = 255
    /// Bytes of a message in base64, which cannot be taken in pieces.
    static let maximumTextSize = 4 << 20

    private let webSocket: WebSocketConnection
    private let line: any ByteLine
    private let version: Version
    private let request: RemoteStreamRequest
    private var listener: (any RemoteListener)?
    /// Of the message whose end has not come.
    private var channel: UInt8?
    private var text = ByteBuffer()
    private var resizes = ResizeMessages()

    init(
        _ webSocket: WebSocketConnection, over line: any ByteLine, _ version: Version,
        _ request: RemoteStreamRequest
    ) {
        self.webSocket = webSocket
        self.line = line
        self.version = version
        self.request = request
    }

    var isWritable: Bool { line.isWritable }

    func start(_ listener: any RemoteListener) {
        self.listener = listener
        // Clients wait for a message to know that the connection stands.
        let first: RemoteStream =
            request.output ? .output : request.errorOutput ? .errorOutput : .status
        send(ByteBuffer(), on: first)
        flush()
        listener.isReady()
    }

    func send(_ bytes: ByteBuffer, on stream: RemoteStream) {
        guard version.isBase64 else { return webSocket.send(prefix: stream.rawValue, bytes) }
        let encoded = Data(bytes.readableBytesView).base64EncodedString()
        webSocket.send(
            text: true, prefix: UInt8(ascii: "0") + stream.rawValue, ByteBuffer(string: encoded))
    }

    func flush() { line.flush() }
    func pauseReading() { line.pauseReading() }
    func resumeReading() { line.resumeReading() }

    func finish(_ outcome: RemoteOutcome) {
        let bytes = outcome.bytes(asStatus: version.hasStatus)
        if bytes.readableBytes > 0 { send(bytes, on: .status) }
        webSocket.close()
    }

    // MARK: - WebSocketListener

    func received(_ piece: WebSocketFrameReader.Piece) {
        if version.isBase64 { return receivedText(piece) }
        var bytes = piece.bytes
        if channel == nil { channel = bytes.readInteger() }
        if let channel, bytes.readableBytes > 0 { dispatch(bytes, from: channel) }
        if piece.endsMessage { channel = nil }
    }

    private func receivedText(_ piece: WebSocketFrameReader.Piece) {
        text.writeImmutableBuffer(piece.bytes)
        guard text.readableBytes <= Self.maximumTextSize else {
            webSocket.close(code: 1009, reason: "the message is too long")
            return closed()
        }
        guard piece.endsMessage else { return }
        defer { text.clear() }
        guard let channel: UInt8 = text.readInteger() else { return }
        guard let data = Data(base64Encoded: Data(text.readableBytesView)) else {
            webSocket.close(code: 1007, reason: "the message is not in base64")
            return closed()
        }
        if !data.isEmpty { dispatch(ByteBuffer(bytes: data), from: channel &- UInt8(ascii: "0")) }
    }

    /// What comes on channels that are not the client's is passed over, as in Kubernetes.
    private func dispatch(_ bytes: ByteBuffer, from channel: UInt8) {
        switch RemoteStream(rawValue: channel) {
        case .input: if request.input { listener?.received(bytes) }
        case .resize:
            for size in resizes.append(bytes) {
                listener?.resized(columns: size.columns, rows: size.rows)
            }
        case .output, .errorOutput, .status: return
        case nil where channel == Self.close && version.canClose:
            if bytes.getInteger(at: bytes.readerIndex, as: UInt8.self)
                == RemoteStream.input.rawValue
            {
                listener?.inputEnded()
            }
        case nil: return
        }
    }

    func becameWritable() { listener?.becameWritable() }

    func closed() {
        let listener = listener
        self.listener = nil
        listener?.closed()
    }
}
