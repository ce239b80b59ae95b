import NIOCore

/// Takes a client's bytes apart into what RFC 6455 says they are.
///
/// A message's payload is passed on in pieces as it comes, so a long one takes no memory here.
struct WebSocketFrameReader {
    enum Event: Hashable {
        case piece(Piece)
        case ping(ByteBuffer)
        case pong
        /// The client's reason, empty where it gives none.
        case close(ByteBuffer)
    }

    /// A part of a message.
    struct Piece: Hashable {
        var isText: Bool
        var bytes: ByteBuffer
        var startsMessage: Bool
        var endsMessage: Bool
    }

    /// What a client did that it may not, by the code that it is closed with (section 7.4.1).
    struct Failure: Error, Hashable {
        var code: UInt16
        var reason: String

        static func protocolError(_ reason: String) -> Failure {
            Failure(code: 1002, reason: reason)
        }
    }

    /// Bytes; kube-apiserver's limit of a frame.
    static let maximumFrameSize = 32 << 20
    private static let maximumControlSize = 125

    private enum Opcode {
        static let continuation: UInt8 = 0
        static let text: UInt8 = 1
        static let binary: UInt8 = 2
        static let close: UInt8 = 8
        static let ping: UInt8 = 9
        static let pong: UInt8 = 10
    }

    private struct Header {
        var isLast: Bool
        var opcode: UInt8
        /// Bytes of payload that are still to come.
        var left: Int
        /// In the order in which it is sent; turned as the payload is taken.
        var mask: UInt32

        var isControl: Bool { opcode >= 8 }
    }

    private var bytes = ByteBuffer()
    private var header: Header?
    /// Of the message whose end has not come.
    private var message: (isText: Bool, hasStarted: Bool)?

    mutating func append(_ more: ByteBuffer) { bytes.gather(more) }

    /// Bytes that are held for what has come and was not taken.
    var capacity: Int { bytes.capacity }

    /// Nil where more bytes are needed.
    mutating func next() throws(Failure) -> Event? {
        if header == nil { header = try readHeader() }
        guard let header else { return nil }
        return header.isControl ? readControl(header) : readPiece(header)
    }

    private mutating func readHeader() throws(Failure) -> Header? {
        let start = bytes.readerIndex
        guard let first: UInt8 = bytes.getInteger(at: start),
            let second: UInt8 = bytes.getInteger(at: start + 1)
        else { return nil }
        guard first & 0x70 == 0 else { throw .protocolError("reserved bits are set") }
        guard second & 0x80 != 0 else { throw .protocolError("a frame is not masked") }
        let short = Int(second & 0x7F)
        let lengthSize = short == 127 ? 8 : short == 126 ? 2 : 0
        guard bytes.readableBytes >= 2 + lengthSize + 4 else { return nil }
        var length = UInt64(short)
        if lengthSize == 2 { length = UInt64(bytes.getInteger(at: start + 2, as: UInt16.self)!) }
        if lengthSize == 8 { length = bytes.getInteger(at: start + 2, as: UInt64.self)! }
        guard length <= UInt64(Self.maximumFrameSize) else {
            throw Failure(code: 1009, reason: "a frame has \(length) bytes")
        }
        let header = Header(
            isLast: first & 0x80 != 0, opcode: first & 0x0F, left: Int(length),
            mask: bytes.getInteger(at: start + 2 + lengthSize)!)
        try check(header)
        bytes.moveReaderIndex(forwardBy: 2 + lengthSize + 4)
        return header
    }

    private mutating func check(_ header: Header) throws(Failure) {
        switch header.opcode {
        case Opcode.continuation:
            guard message != nil else { throw .protocolError("nothing is there to continue") }
        case Opcode.text, Opcode.binary:
            guard message == nil else { throw .protocolError("a message has not ended") }
            message = (header.opcode == Opcode.text, false)
        case Opcode.close, Opcode.ping, Opcode.pong:
            guard header.isLast, header.left <= Self.maximumControlSize else {
                throw .protocolError("a control frame is too long")
            }
        default: throw .protocolError("unknown opcode \(header.opcode)")
        }
    }

    private mutating func readControl(_ header: Header) -> Event? {
        guard var payload = bytes.readSlice(length: header.left) else { return nil }
        self.header = nil
        Self.unmask(&payload, header.mask)
        switch header.opcode {
        case Opcode.ping: return .ping(payload)
        case Opcode.pong: return .pong
        default: return .close(payload)
        }
    }

    private mutating func readPiece(_ header: Header) -> Event? {
        let count = min(header.left, bytes.readableBytes)
        guard count > 0 || header.left == 0, let message,
            var payload = bytes.readSlice(length: count)
        else { return nil }
        Self.unmask(&payload, header.mask)
        let isWhole = count == header.left
        let piece = Piece(
            isText: message.isText, bytes: payload, startsMessage: !message.hasStarted,
            endsMessage: isWhole && header.isLast)
        self.message = piece.endsMessage ? nil : (message.isText, true)
        if isWhole {
            self.header = nil
        } else {
            self.header?.left -= count
            let turned = UInt32(count % 4 * 8)
            self.header?.mask =
                turned == 0
                ? header.mask
                : header.mask << turned | header.mask >> (32 - turned)
        }
        return .piece(piece)
    }

    /// - Parameter mask: its first byte is the highest.
    private static func unmask(_ payload: inout ByteBuffer, _ mask: UInt32) {
        guard mask != 0 else { return }
        payload.withUnsafeMutableReadableBytes { bytes in
            let wide = UInt64(mask.bigEndian) | UInt64(mask.bigEndian) << 32
            let pattern = wide.littleEndian
            var index = 0
            while index + 8 <= bytes.count {
                let value = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                bytes.storeBytes(of: value ^ pattern, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            withUnsafeBytes(of: mask.bigEndian) { key in
                while index < bytes.count {
                    bytes[index] ^= key[index & 3]
                    index += 1
                }
            }
        }
    }
}
