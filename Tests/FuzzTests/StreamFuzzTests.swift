import NIOCore
import Testing

@testable import APIServer

/// The frames of WebSocket and SPDY, whole, torn and bent.
@Suite("Fuzzing of stream frames", .timeLimit(.minutes(60)))
struct StreamFuzzTests {
    /// Bends bytes in a few places and cuts them into pieces of any size.
    private func pieces(
        of sample: [UInt8], _ generator: inout SeededGenerator
    ) -> [ByteBuffer] {
        var bytes = sample
        for _ in 0..<Int.random(in: 0...4, using: &generator) where bytes.count > 4 {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[place] = .random(in: 0...255, using: &generator)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.removeSubrange(place...)
            case 3: bytes.insert(contentsOf: bytes[place...].prefix(16), at: place)
            default: bytes.insert(.random(in: 0...255, using: &generator), at: place)
            }
        }
        var buffers: [ByteBuffer] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...64, using: &generator)
            buffers.append(ByteBuffer(bytes: rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return buffers
    }

    @Test func webSocketFrames() {
        var generator = SeededGenerator(seed: 5)
        let sample: [UInt8] =
            [0x82, 0x86, 1, 2, 3, 4, 0, 9, 9, 9, 9, 9] + [0x89, 0x82, 0, 0, 0, 0, 1, 2]
            + [0x02, 0xFE, 0, 130, 7, 7, 7, 7] + [UInt8](repeating: 3, count: 130)
            + [0x80, 0xFF, 0, 0, 0, 0, 0, 0, 0, 3, 1, 1, 1, 1, 5, 5, 5]
            + [0x88, 0x82, 0, 0, 0, 0, 3, 0xE8]
        for _ in 0..<Fuzzer.count(20_000) {
            var reader = WebSocketFrameReader()
            var taken = 0
            var given = 0
            do {
                for piece in pieces(of: sample, &generator) {
                    given += piece.readableBytes
                    reader.append(piece)
                    while let event = try reader.next() {
                        if case .piece(let piece) = event { taken += piece.bytes.readableBytes }
                    }
                    #expect(taken <= given)
                }
            } catch {
                #expect([1002, 1009].contains(error.code))
            }
        }
    }

    @Test func spdyFrames() throws {
        var generator = SeededGenerator(seed: 6)
        let writer = try SPDYFrameWriter()
        let buffers = [
            try writer.open(
                stream: 1, headers: [SPDYHeader("streamtype", "data"), SPDYHeader("port", "80")]),
            try writer.open(stream: 3, headers: [SPDYHeader("streamtype", "error")], isLast: true),
            SPDYFrameWriter.dataHeader(stream: 1, count: 100), ByteBuffer(repeating: 1, count: 100),
            SPDYFrameWriter.ping(1), SPDYFrameWriter.reset(stream: 3, status: 1),
            SPDYFrameWriter.windowUpdate(stream: 1, delta: 5),
            SPDYFrameWriter.goAway(lastStream: 0, status: 0),
        ]
        let sample = buffers.flatMap { Array($0.readableBytesView) }
        for _ in 0..<Fuzzer.count(5_000) {
            var reader = try SPDYFrameReader()
            do {
                for piece in pieces(of: sample, &generator) {
                    reader.append(piece)
                    while try reader.next() != nil {}
                }
            } catch {}
        }
    }
}
