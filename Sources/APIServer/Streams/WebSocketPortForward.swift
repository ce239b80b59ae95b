import FoundationEssentials
import NIOCore

/// Ports of a Pod as channels of a WebSocket: two for each port, one for data and one for errors.
/// There is one connection to each.
final class WebSocketPortForward: WebSocketListener {
    /// Whether messages are in base64, by its name in `Sec-WebSocket-Protocol`.
    static let protocols: [String: Bool] = [
        "": false, "v4.channel.k8s.io": false, "v4.base64.channel.k8s.io": true,
    ]
    /// Two channels each, and a channel is a byte.
    static let maximumPorts = 127

    private let webSocket: WebSocketConnection
    private let line: any ByteLine
    private let isBase64: Bool
    private let pod: String
    private let ended: EventLoopPromise<Void>
    private var connections: [PortConnection] = []
    private var left: Set<Int> = []
    private var blocked: Set<Int> = []
    /// Of the message whose end has not come.
    private var channel: UInt8?
    private var text = ByteBuffer()

    init(
        _ webSocket: WebSocketConnection, over line: any ByteLine, isBase64: Bool, pod: String
    ) {
        self.webSocket = webSocket
        self.line = line
        self.isBase64 = isBase64
        self.pod = pod
        ended = line.eventLoop.makePromise()
    }

    var endFuture: EventLoopFuture<Void> { ended.futureResult }

    func start(_ ports: [UInt16], dial: @escaping @Sendable (UInt16) async throws -> Int32) {
        left = Set(ports.indices)
        for (index, port) in ports.enumerated() {
            var number = ByteBuffer()
            number.writeInteger(port, endianness: .little)
            send(number, on: UInt8(2 * index))
            send(number, on: UInt8(2 * index + 1))
            let client = PortConnection.Client(
                isWritable: { [line] in line.isWritable },
                send: { [weak self] in self?.send($0, on: UInt8(2 * index)) },
                flush: { [line] in line.flush() },
                ended: { [weak self] in self?.connectionEnded(index, port, $0) },
                isBlocked: { [weak self] in self?.noteBlocking(index, $0) })
            connections.append(PortConnection(port, to: client, on: line.eventLoop))
        }
        line.flush()
        for connection in connections { connection.connect(dial) }
    }

    private func connectionEnded(_ index: Int, _ port: UInt16, _ failure: String?) {
        if let failure {
            let text = "error forwarding port \(port) to pod \(pod): \(failure)"
            send(ByteBuffer(string: text), on: UInt8(2 * index + 1))
        }
        line.flush()
        left.remove(index)
        if left.isEmpty { webSocket.close() }
    }

    private func noteBlocking(_ index: Int, _ isBlocked: Bool) {
        if isBlocked { blocked.insert(index) } else { blocked.remove(index) }
        if blocked.isEmpty { line.resumeReading() } else { line.pauseReading() }
    }

    private func send(_ bytes: ByteBuffer, on channel: UInt8) {
        guard isBase64 else { return webSocket.send(prefix: channel, bytes) }
        let encoded = Data(bytes.readableBytesView).base64EncodedString()
        webSocket.send(
            text: true, prefix: UInt8(ascii: "0") + channel, ByteBuffer(string: encoded))
    }

    func received(_ piece: WebSocketFrameReader.Piece) {
        if isBase64 { return receivedText(piece) }
        var bytes = piece.bytes
        if channel == nil { channel = bytes.readInteger() }
        if let channel { dispatch(bytes, from: channel) }
        if piece.endsMessage { channel = nil }
    }

    private func receivedText(_ piece: WebSocketFrameReader.Piece) {
        text.writeImmutableBuffer(piece.bytes)
        guard text.readableBytes <= WebSocketRemoteStreams.maximumTextSize else {
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
        dispatch(ByteBuffer(bytes: data), from: channel &- UInt8(ascii: "0"))
    }

    private func dispatch(_ bytes: ByteBuffer, from channel: UInt8) {
        let index = Int(channel / 2)
        guard channel % 2 == 0, connections.indices.contains(index), bytes.readableBytes > 0 else {
            return
        }
        connections[index].write(bytes)
    }

    func becameWritable() {
        for connection in connections { connection.clientBecameWritable() }
    }

    func closed() {
        for connection in connections { connection.abort() }
        connections = []
        ended.succeed()
    }
}
