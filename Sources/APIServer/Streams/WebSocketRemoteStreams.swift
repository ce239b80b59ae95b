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

    private let webSocket: WebSocketConnection
    private let line: any ByteLine
    private let version: Version
    private let request: RemoteStreamRequest
    private var listener: (any RemoteListener)?
    private var channels: WebSocketChannels
    private var resizes = ResizeMessages()

    init(
        _ webSocket: WebSocketConnection, over line: any ByteLine, _ version: Version,
        _ request: RemoteStreamRequest
    ) {
        self.webSocket = webSocket
        self.line = line
        self.version = version
        self.request = request
        channels = WebSocketChannels(webSocket, isBase64: version.isBase64)
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
        channels.send(bytes, on: stream.rawValue)
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
        do throws(WebSocketFrameReader.Failure) {
            guard let (channel, bytes) = try channels.take(piece) else { return }
            dispatch(bytes, from: channel)
        } catch {
            webSocket.close(code: error.code, reason: error.reason)
            closed()
        }
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
        case nil where channel == WebSocketChannels.close && version.canClose:
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
