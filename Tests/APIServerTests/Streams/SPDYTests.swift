import NIOCore
import Testing

@testable import APIServer

@Suite struct SPDYTests {
    private func frames(_ buffers: [ByteBuffer], step: Int = .max) throws -> [SPDYFrame] {
        var reader = try SPDYFrameReader()
        var frames: [SPDYFrame] = []
        let bytes = buffers.flatMap { Array($0.readableBytesView) }
        for start in stride(from: 0, to: bytes.count, by: min(step, bytes.count)) {
            reader.append(ByteBuffer(bytes: bytes[start...].prefix(step)))
            while let frame = try reader.next() { frames.append(frame) }
        }
        return frames
    }

    private func bytes(_ buffer: ByteBuffer) -> [UInt8] { Array(buffer.readableBytesView) }

    @Test func controlFramesByteForByte() {
        #expect(bytes(SPDYFrameWriter.ping(7)) == [0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 7])
        #expect(
            bytes(SPDYFrameWriter.reset(stream: 5, status: 3))
                == [0x80, 3, 0, 3, 0, 0, 0, 8, 0, 0, 0, 5, 0, 0, 0, 3])
        #expect(
            bytes(SPDYFrameWriter.goAway(lastStream: 9, status: 0))
                == [0x80, 3, 0, 7, 0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 0])
        #expect(
            bytes(SPDYFrameWriter.windowUpdate(stream: 1, delta: 0x10000))
                == [0x80, 3, 0, 9, 0, 0, 0, 8, 0, 0, 0, 1, 0, 1, 0, 0])
        #expect(
            bytes(SPDYFrameWriter.dataHeader(stream: 3, count: 258, isLast: true))
                == [0, 0, 0, 3, 1, 0, 1, 2])
    }

    /// Blocks of headers of one direction are one zlib stream; its first bytes name the dictionary.
    @Test func headersStartFromTheDictionary() throws {
        let writer = try SPDYFrameWriter()
        let first = bytes(try writer.reply(stream: 1))
        #expect(first.prefix(4) == [0x80, 3, 0, 2])
        #expect(first[8..<12] == [0, 0, 0, 1])
        #expect(first[12] == 0x78 && first[14..<18] == [0xE3, 0xC6, 0xA7, 0xC2])
        let second = bytes(try writer.reply(stream: 3))
        #expect(second[12] != 0x78)
    }

    @Test(arguments: [Int.max, 1, 7])
    func streamsOpenAndCarryData(step: Int) throws {
        let writer = try SPDYFrameWriter()
        let headers = [SPDYHeader("streamtype", "stdin"), SPDYHeader("port", "8080")]
        let other = [SPDYHeader("streamtype", "error")]
        var seen = try frames(
            [
                writer.open(stream: 1, headers: headers),
                writer.open(stream: 3, headers: other, isLast: true),
                SPDYFrameWriter.dataHeader(stream: 1, count: 5), ByteBuffer(string: "hello"),
                SPDYFrameWriter.dataHeader(stream: 1, count: 0, isLast: true),
                SPDYFrameWriter.ping(1), SPDYFrameWriter.reset(stream: 3, status: 5),
                SPDYFrameWriter.windowUpdate(stream: 1, delta: 99),
                SPDYFrameWriter.goAway(lastStream: 0, status: 0),
            ], step: step)
        var data = ""
        seen.removeAll { frame in
            guard case .data(1, let bytes, false) = frame else { return false }
            data += String(buffer: bytes)
            return true
        }
        #expect(data == "hello")
        #expect(
            seen == [
                .open(stream: 1, headers: headers, isLast: false),
                .open(stream: 3, headers: other, isLast: true),
                .data(stream: 1, ByteBuffer(), isLast: true), .ping(1),
                .reset(stream: 3, status: 5), .windowUpdate(stream: 1, delta: 99),
                .goAway(lastStream: 0, status: 0),
            ])
    }

    @Test(
        arguments: [
            [0x80, 2, 0, 1, 0, 0, 0, 0],  // SPDY/2
            [0x80, 3, 0, 1, 0, 1, 0, 1],  // a control frame of 65537 bytes
            [0x80, 3, 0, 6, 0, 0, 0, 2, 0, 0],  // a ping without its number
            [0, 0, 0, 0, 0, 0, 0, 0],  // data for stream 0
            [0x80, 3, 0, 1, 0, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4],  // no zlib
            [0x80, 3, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0],  // a reply for stream 0
        ] as [[UInt8]])
    func whatCannotBeReadEndsTheConnection(bytes: [UInt8]) {
        #expect(throws: SPDYFrameReader.Failure.self) { try frames([ByteBuffer(bytes: bytes)]) }
    }

    /// A few bytes that inflate to megabytes.
    @Test func headersThatInflateWithoutEndAreRefused() throws {
        let writer = try SPDYFrameWriter()
        let text = String(repeating: "a", count: 4 << 20)
        let packed = try writer.open(stream: 1, headers: [SPDYHeader("x", text)])
        #expect(packed.readableBytes < SPDYFrameReader.maximumControlSize)
        #expect(throws: SPDYFrameReader.Failure("headers have more than 65536 bytes")) {
            try frames([packed])
        }
    }

    /// Frames that are always torn, so that something is left each time.
    @Test func whatWasTakenIsNotKept() throws {
        var reader = try SPDYFrameReader()
        let frame = bytes(SPDYFrameWriter.ping(1))
        let torn = ByteBuffer(
            bytes: frame.suffix(5) + (0..<3000).flatMap { _ in frame } + frame.prefix(7))
        reader.append(ByteBuffer(bytes: frame.prefix(7)))
        for _ in 0..<100 {
            reader.append(torn)
            while try reader.next() != nil {}
        }
        #expect(reader.capacity < 512 << 10)
    }
}
