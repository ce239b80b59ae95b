import NIOCore

/// Who is told what a client sends over a WebSocket. All on the connection's event loop.
protocol WebSocketListener: AnyObject {
    func received(_ piece: WebSocketFrameReader.Piece)
    func becameWritable()
    /// The last that is told: the client has gone or has broken the rules.
    func closed()
}

/// The server's side of a WebSocket. Bound to its connection's event loop.
final class WebSocketConnection: UpgradedConnection {
    private let line: any ByteLine
    /// Let go of at the end.
    private var listener: (any WebSocketListener)?
    private var reader = WebSocketFrameReader()
    private var hasSentClose = false

    init(_ line: any ByteLine) {
        self.line = line
    }

    func start(_ listener: any WebSocketListener) {
        self.listener = listener
    }

    /// Sends one message.
    ///
    /// - Parameter prefix: bytes that go before the payload.
    func send(text: Bool = false, prefix: UInt8? = nil, _ payload: ByteBuffer = ByteBuffer()) {
        guard !hasSentClose else { return }
        writeFrame(opcode: text ? 1 : 2, prefix: prefix, payload)
    }

    /// Ends the conversation; the client answers by ending it too.
    ///
    /// - Parameter reason: at most 123 bytes.
    func close(code: UInt16 = 1000, reason: String = "") {
        guard !hasSentClose else { return }
        var payload = ByteBuffer()
        payload.writeInteger(code)
        payload.writeString(String(reason.utf8.prefix(123)) ?? "")
        writeFrame(opcode: 8, prefix: nil, payload)
        hasSentClose = true
        line.flush()
        line.close(endsOutput: true)
    }

    func received(_ bytes: ByteBuffer) {
        reader.append(bytes)
        do {
            while listener != nil, let event = try reader.next() {
                switch event {
                case .piece(let piece): listener?.received(piece)
                case .ping(let payload):
                    guard !hasSentClose else { continue }
                    writeFrame(opcode: 10, prefix: nil, payload)
                    line.flush()
                case .pong: continue
                case .close:
                    close()
                    end()
                }
            }
        } catch {
            close(code: error.code, reason: error.reason)
            end()
        }
    }

    func becameWritable() { listener?.becameWritable() }

    func timedOut() {
        close(code: 1001, reason: "nothing was said for too long")
        end()
    }

    func closed() { end() }

    private func end() {
        let listener = listener
        self.listener = nil
        listener?.closed()
    }

    /// Servers do not mask (RFC 6455, section 5.1).
    private func writeFrame(opcode: UInt8, prefix: UInt8?, _ payload: ByteBuffer) {
        let length = payload.readableBytes + (prefix == nil ? 0 : 1)
        var header = ByteBuffer()
        header.writeInteger(0x80 | opcode)
        switch length {
        case ..<126: header.writeInteger(UInt8(length))
        case ..<65536:
            header.writeInteger(UInt8(126))
            header.writeInteger(UInt16(length))
        default:
            header.writeInteger(UInt8(127))
            header.writeInteger(UInt64(length))
        }
        if let prefix { header.writeInteger(prefix) }
        line.write(header)
        if payload.readableBytes > 0 { line.write(payload) }
    }
}
