import NIOCore

/// The bytes of another protocol inside the messages of a WebSocket, as kubectl forwards ports.
final class WebSocketTunnel: ByteLine, WebSocketListener {
    let webSocket: WebSocketConnection
    private let line: any ByteLine
    /// Let go of at the end.
    var connection: (any UpgradedConnection)?

    init(_ webSocket: WebSocketConnection, over line: any ByteLine) {
        self.webSocket = webSocket
        self.line = line
    }

    var eventLoop: any EventLoop { line.eventLoop }
    var isWritable: Bool { line.isWritable }
    func write(_ bytes: ByteBuffer) { webSocket.send(bytes) }
    func flush() { line.flush() }
    func pauseReading() { line.pauseReading() }
    func resumeReading() { line.resumeReading() }
    func close(endsOutput: Bool) { webSocket.close() }

    func received(_ piece: WebSocketFrameReader.Piece) {
        if piece.bytes.readableBytes > 0 { connection?.received(piece.bytes) }
    }

    func becameWritable() { connection?.becameWritable() }

    func closed() {
        let connection = connection
        self.connection = nil
        connection?.closed()
    }
}
