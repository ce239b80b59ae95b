import NIOCore

/// Takes a client's bytes apart into SPDY frames. The payload of a data frame is passed on in pieces
/// as it comes, so a long one takes no memory here.
struct SPDYFrameReader {
    /// What a client did that it may not.
    struct Failure: Error, Hashable {
        var reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }

    /// Bytes of a control frame, and of a block of headers once it is inflated.
    static let maximumControlSize = 64 << 10

    private var bytes = ByteBuffer()
    private let inflater: SPDYInflater
    /// The data frame whose end has not come.
    private var data: (stream: UInt32, left: Int, isLast: Bool)?

    init() throws(SPDYCompressionFailure) {
        inflater = try SPDYInflater()
    }

    mutating func append(_ more: ByteBuffer) { bytes.gather(more) }

    /// Bytes that are held for what has come and was not taken.
    var capacity: Int { bytes.capacity }

    /// Nil where more bytes are needed.
    mutating func next() throws(Failure) -> SPDYFrame? {
        if data != nil { return readData() }
        let start = bytes.readerIndex
        guard let head = bytes.getInteger(at: start, as: UInt32.self),
            let tail = bytes.getInteger(at: start + 4, as: UInt32.self)
        else { return nil }
        let flags = UInt8(tail >> 24)
        let length = Int(tail & 0xFF_FFFF)
        guard head >> 31 == 1 else {
            bytes.moveReaderIndex(forwardBy: 8)
            guard head != 0 else { throw Failure("data for stream 0") }
            data = (head, length, flags & SPDYCode.finFlag != 0)
            return readData()
        }
        guard UInt16(head >> 16 & 0x7FFF) == SPDYCode.version else {
            throw Failure("SPDY version \(head >> 16 & 0x7FFF)")
        }
        guard length <= Self.maximumControlSize else {
            throw Failure("a control frame has \(length) bytes")
        }
        guard bytes.readableBytes >= 8 + length else { return nil }
        bytes.moveReaderIndex(forwardBy: 8)
        var payload = bytes.readSlice(length: length)!
        return try control(UInt16(head & 0xFFFF), flags, &payload)
    }

    private mutating func readData() -> SPDYFrame? {
        guard let (stream, left, isLast) = data else { return nil }
        let count = min(left, bytes.readableBytes)
        guard count > 0 || left == 0, let piece = bytes.readSlice(length: count) else { return nil }
        data = count == left ? nil : (stream, left - count, isLast)
        return .data(stream: stream, piece, isLast: isLast && count == left)
    }

    private func control(
        _ type: UInt16, _ flags: UInt8, _ payload: inout ByteBuffer
    ) throws(Failure) -> SPDYFrame {
        let isLast = flags & SPDYCode.finFlag != 0
        switch type {
        case SPDYCode.synStream:
            let stream = try Self.stream(&payload)
            // The associated stream, priority and slot.
            guard payload.readBytes(length: 6) != nil else { throw Failure("a torn SYN_STREAM") }
            return .open(stream: stream, headers: try headers(payload), isLast: isLast)
        case SPDYCode.synReply:
            let stream = try Self.stream(&payload)
            return .reply(stream: stream, headers: try headers(payload), isLast: isLast)
        case SPDYCode.headers:
            let stream = try Self.stream(&payload)
            return .headers(stream: stream, headers: try headers(payload), isLast: isLast)
        case SPDYCode.reset:
            let stream = try Self.stream(&payload)
            return .reset(stream: stream, status: try Self.number(&payload))
        case SPDYCode.ping: return .ping(try Self.number(&payload))
        case SPDYCode.goAway:
            let last = try Self.number(&payload) & 0x7FFF_FFFF
            return .goAway(lastStream: last, status: payload.readInteger() ?? 0)
        case SPDYCode.windowUpdate:
            let stream = try Self.number(&payload) & 0x7FFF_FFFF
            return .windowUpdate(stream: stream, delta: try Self.number(&payload) & 0x7FFF_FFFF)
        case SPDYCode.settings: return .settings
        default: return .unknown(type: type)
        }
    }

    private static func number(_ payload: inout ByteBuffer) throws(Failure) -> UInt32 {
        guard let number = payload.readInteger(as: UInt32.self) else {
            throw Failure("a torn control frame")
        }
        return number
    }

    private static func stream(_ payload: inout ByteBuffer) throws(Failure) -> UInt32 {
        let stream = try number(&payload) & 0x7FFF_FFFF
        guard stream != 0 else { throw Failure("stream 0") }
        return stream
    }

    private func headers(_ packed: ByteBuffer) throws(Failure) -> [SPDYHeader] {
        var block: ByteBuffer
        do throws(SPDYCompressionFailure) {
            block = try inflater.inflate(packed, limit: Self.maximumControlSize)
        } catch {
            throw Failure(error.reason)
        }
        let count = try Self.number(&block)
        var headers: [SPDYHeader] = []
        for _ in 0..<count {
            headers.append(SPDYHeader(try Self.string(&block), try Self.string(&block)))
        }
        return headers
    }

    private static func string(_ block: inout ByteBuffer) throws(Failure) -> String {
        let length = try number(&block)
        guard let text = block.readString(length: Int(length)) else {
            throw Failure("a torn block of headers")
        }
        return text
    }
}
