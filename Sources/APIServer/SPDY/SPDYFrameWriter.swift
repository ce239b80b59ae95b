import NIOCore

/// Puts SPDY frames into bytes.
struct SPDYFrameWriter {
    private let deflater: SPDYDeflater

    init() throws(SPDYCompressionFailure) {
        deflater = try SPDYDeflater()
    }

    /// - Throws: `SPDYCompressionFailure`
    func reply(
        stream: UInt32, headers: [SPDYHeader] = [], isLast: Bool = false
    ) throws(SPDYCompressionFailure) -> ByteBuffer {
        let block = try pack(headers)
        var frame = Self.control(
            SPDYCode.synReply, flags: isLast ? SPDYCode.finFlag : 0, 4 + block.readableBytes)
        frame.writeInteger(stream)
        frame.writeImmutableBuffer(block)
        return frame
    }

    /// A stream of the sender's own, as clients open them.
    func open(
        stream: UInt32, headers: [SPDYHeader], isLast: Bool = false
    ) throws(SPDYCompressionFailure) -> ByteBuffer {
        let block = try pack(headers)
        var frame = Self.control(
            SPDYCode.synStream, flags: isLast ? SPDYCode.finFlag : 0, 10 + block.readableBytes)
        frame.writeInteger(stream)
        frame.writeRepeatingByte(0, count: 6)
        frame.writeImmutableBuffer(block)
        return frame
    }

    /// What goes before the payload of a data frame.
    ///
    /// - Parameter count: of the payload, below 16 MiB.
    static func dataHeader(stream: UInt32, count: Int, isLast: Bool = false) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeInteger(stream)
        frame.writeInteger(UInt32(isLast ? SPDYCode.finFlag : 0) << 24 | UInt32(count))
        return frame
    }

    static func reset(stream: UInt32, status: UInt32) -> ByteBuffer {
        control(SPDYCode.reset, [stream, status])
    }

    static func ping(_ number: UInt32) -> ByteBuffer { control(SPDYCode.ping, [number]) }

    static func goAway(lastStream: UInt32, status: UInt32) -> ByteBuffer {
        control(SPDYCode.goAway, [lastStream, status])
    }

    static func windowUpdate(stream: UInt32, delta: UInt32) -> ByteBuffer {
        control(SPDYCode.windowUpdate, [stream, delta])
    }

    private static func control(_ type: UInt16, _ numbers: [UInt32]) -> ByteBuffer {
        var frame = control(type, flags: 0, numbers.count * 4)
        for number in numbers { frame.writeInteger(number) }
        return frame
    }

    private static func control(_ type: UInt16, flags: UInt8, _ length: Int) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeInteger(0x8000 | SPDYCode.version)
        frame.writeInteger(type)
        frame.writeInteger(UInt32(flags) << 24 | UInt32(length))
        return frame
    }

    private func pack(_ headers: [SPDYHeader]) throws(SPDYCompressionFailure) -> ByteBuffer {
        var block = ByteBuffer()
        block.writeInteger(UInt32(headers.count))
        for header in headers {
            for text in [header.name, header.value] {
                block.writeInteger(UInt32(text.utf8.count))
                block.writeString(text)
            }
        }
        return try deflater.deflate(block)
    }
}
