import NIOCore
import Testing

@testable import APIServer

@Suite struct WebSocketFrameReaderTests {
    private typealias Reader = WebSocketFrameReader

    private func events(_ bytes: [UInt8], step: Int = .max) throws -> [Reader.Event] {
        var reader = Reader()
        var events: [Reader.Event] = []
        for start in stride(from: 0, to: bytes.count, by: min(step, bytes.count)) {
            reader.append(ByteBuffer(bytes: bytes[start...].prefix(step)))
            while let event = try reader.next() { events.append(event) }
        }
        return events
    }

    private func failure(_ bytes: [UInt8]) -> Reader.Failure? {
        #expect(throws: Reader.Failure.self) { try events(bytes) }
    }

    /// RFC 6455, section 5.7: a masked text message "Hello".
    private let hello: [UInt8] = [
        0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58,
    ]

    private func piece(
        _ text: String, isText: Bool = true, starts: Bool = true, ends: Bool = true
    ) -> Reader.Event {
        .piece(
            Reader.Piece(
                isText: isText, bytes: ByteBuffer(string: text), startsMessage: starts,
                endsMessage: ends))
    }

    @Test func aMaskedMessage() throws {
        #expect(try events(hello) == [piece("Hello")])
    }

    @Test func aMessageByteByByteKeepsItsMask() throws {
        let pieces = try events(hello, step: 1)
        #expect(pieces.count == 5)
        #expect(pieces.first == piece("H", ends: false))
        #expect(pieces.last == piece("o", starts: false))
    }

    @Test func aMessageOfSeveralFramesWithAPingBetween() throws {
        let bytes: [UInt8] =
            [0x02, 0x82, 0, 0, 0, 0, 1, 2] + [0x89, 0x81, 0, 0, 0, 0, 9] + [
                0x80, 0x81, 0, 0, 0, 0, 3,
            ]
        #expect(
            try events(bytes) == [
                piece("\u{1}\u{2}", isText: false, ends: false), .ping(ByteBuffer(bytes: [9])),
                piece("\u{3}", isText: false, starts: false),
            ])
    }

    @Test func lengthsOfTwoAndEightBytes() throws {
        let long = [UInt8](repeating: 65, count: 300)
        let two: [UInt8] = [0x82, 0xFE, 0x01, 0x2C, 0, 0, 0, 0] + long
        let eight: [UInt8] = [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0x01, 0x2C, 0, 0, 0, 0] + long
        let text = String(repeating: "A", count: 300)
        #expect(try events(two) == [piece(text, isText: false)])
        #expect(try events(eight) == [piece(text, isText: false)])
    }

    @Test func emptyMessagesAndEnds() throws {
        #expect(
            try events([0x82, 0x80, 1, 2, 3, 4, 0x8A, 0x80, 0, 0, 0, 0]) == [
                piece("", isText: false), .pong,
            ])
        #expect(
            try events([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8]) == [
                .close(ByteBuffer(bytes: [0x03, 0xE8]))
            ])
    }

    @Test(
        arguments: [
            [0x82, 0x01, 0x00],  // not masked
            [0xC2, 0x80, 0, 0, 0, 0],  // a reserved bit
            [0x83, 0x80, 0, 0, 0, 0],  // a reserved opcode
            [0x80, 0x80, 0, 0, 0, 0],  // continues nothing
            [0x02, 0x80, 0, 0, 0, 0, 0x82, 0x80, 0, 0, 0, 0],  // begins before an end
            [0x09, 0x80, 0, 0, 0, 0],  // a ping in parts
            [0x89, 0xFE, 0x00, 0x7E, 0, 0, 0, 0],  // a ping of 126 bytes
        ] as [[UInt8]])
    func whatARuleForbids(bytes: [UInt8]) {
        #expect(failure(bytes)?.code == 1002)
    }

    @Test func aFrameThatIsTooLongIsRefusedByItsHeader() {
        #expect(failure([0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])?.code == 1009)
        #expect(failure([0x82, 0xFF, 0, 0, 0, 0, 0x02, 0, 0, 1, 0, 0, 0, 0])?.code == 1009)
    }

    /// Frames that are always torn, so that something is left each time.
    @Test func whatWasTakenIsNotKept() throws {
        var reader = Reader()
        let frame: [UInt8] = [0x82, 0x81, 0, 0, 0, 0, 9]
        let torn = ByteBuffer(
            bytes: frame.suffix(4) + (0..<5000).flatMap { _ in frame } + frame.prefix(3))
        reader.append(ByteBuffer(bytes: frame.prefix(3)))
        for _ in 0..<100 {
            reader.append(torn)
            while try reader.next() != nil {}
        }
        #expect(reader.capacity < 512 << 10)
    }

    /// RFC 6455, section 1.3.
    @Test func theAnswerToAKey() {
        #expect(
            UpgradeOffer.accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }
}
