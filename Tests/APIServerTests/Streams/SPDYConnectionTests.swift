import NIOCore
import NIOEmbedded
import Testing

@testable import APIServer

@Suite struct SPDYConnectionTests {
    /// Keeps what is sent to the client.
    private final class Line: ByteLine {
        let eventLoop: any EventLoop = EmbeddedEventLoop()
        var isWritable = true
        var sent = ByteBuffer()
        var isPaused = false
        var isClosed = false

        func write(_ bytes: ByteBuffer) { sent.writeImmutableBuffer(bytes) }
        func flush() {}
        func pauseReading() { isPaused = true }
        func resumeReading() { isPaused = false }
        func close(endsOutput: Bool) { isClosed = true }
    }

    private final class Listener: SPDYListener {
        var takes = true
        var received: [UInt32: Int] = [:]
        var ended: [UInt32] = []
        var isClosed = false

        func opened(_ stream: UInt32, _ headers: [SPDYHeader]) -> Bool { takes }
        func received(_ bytes: ByteBuffer, on stream: UInt32) {
            received[stream, default: 0] += bytes.readableBytes
        }
        func ended(_ stream: UInt32) { ended.append(stream) }
        func reset(_ stream: UInt32) {}
        func becameWritable() {}
        func closed() { isClosed = true }
    }

    /// A connection and its client.
    private struct Conversation {
        let line = Line()
        let listener = Listener()
        let connection: SPDYConnection
        let client: SPDYFrameWriter
        var reader: SPDYFrameReader

        init() throws {
            connection = try SPDYConnection(line)
            connection.start(listener)
            client = try SPDYFrameWriter()
            reader = try SPDYFrameReader()
        }

        func open(_ stream: UInt32) throws {
            connection.received(try client.open(stream: stream, headers: []))
        }

        func data(_ stream: UInt32, _ count: Int, isLast: Bool = false) {
            connection.received(
                SPDYFrameWriter.dataHeader(stream: stream, count: count, isLast: isLast))
            if count > 0 { connection.received(ByteBuffer(repeating: 7, count: count)) }
        }

        /// What the client was sent since.
        mutating func answers() throws -> [SPDYFrame] {
            reader.append(line.sent)
            line.sent = ByteBuffer()
            var frames: [SPDYFrame] = []
            while let frame = try reader.next() { frames.append(frame) }
            return frames
        }
    }

    /// Half of a window before it would be used up, for the stream and for the connection.
    @Test func sendersAreToldWhatHasArrived() throws {
        var conversation = try Conversation()
        try conversation.open(1)
        try conversation.open(3)
        _ = try conversation.answers()
        conversation.data(1, 32 << 10 - 1)
        #expect(try conversation.answers() == [])
        conversation.data(1, 1)
        #expect(
            try conversation.answers() == [
                .windowUpdate(stream: 1, delta: 32 << 10),
                .windowUpdate(stream: 0, delta: 32 << 10),
            ])
        // Streams that do not reach it together reach that of the connection.
        conversation.data(1, 20 << 10)
        conversation.data(3, 20 << 10)
        #expect(try conversation.answers() == [.windowUpdate(stream: 0, delta: 40 << 10)])
        // Nobody needs room on a stream that has ended.
        conversation.data(3, 20 << 10, isLast: true)
        #expect(try conversation.answers() == [])
        #expect(conversation.listener.ended == [3])
    }

    /// client-go updates no windows; a server that kept to them would stop after 64 KiB.
    @Test func aClientThatUpdatesNoWindowsGetsAll() throws {
        var conversation = try Conversation()
        try conversation.open(1)
        _ = try conversation.answers()
        conversation.connection.send(ByteBuffer(repeating: 1, count: 5 << 20), on: 1)
        conversation.connection.finish(1)
        let frames = try conversation.answers()
        let count = frames.reduce(0) {
            if case .data(1, let bytes, _) = $1 { $0 + bytes.readableBytes } else { $0 }
        }
        #expect(count == 5 << 20)
        #expect(frames.last == .data(stream: 1, ByteBuffer(), isLast: true))
        // One that does is heard, and one that says too much breaks nothing.
        conversation.connection.received(SPDYFrameWriter.windowUpdate(stream: 1, delta: 1 << 30))
        conversation.connection.received(SPDYFrameWriter.windowUpdate(stream: 99, delta: 0))
        #expect(try conversation.answers() == [] && !conversation.line.isClosed)
    }

    @Test func streamsThatAreTooManyAndThoseNobodyWantsAreRefused() throws {
        var conversation = try Conversation()
        let count = UInt32(SPDYConnection.maximumStreams)
        for number in 0..<count { try conversation.open(2 * number + 1) }
        #expect(try conversation.answers().count == Int(count))
        try conversation.open(2 * count + 1)
        #expect(
            try conversation.answers()
                == [.reset(stream: 2 * count + 1, status: SPDYCode.refusedStream)])
        // One that is over makes room for another.
        conversation.connection.received(SPDYFrameWriter.reset(stream: 1, status: 5))
        conversation.listener.takes = false
        try conversation.open(2 * count + 3)
        #expect(
            try conversation.answers()
                == [.reset(stream: 2 * count + 3, status: SPDYCode.refusedStream)])
        conversation.data(2 * count + 3, 10)
        #expect(conversation.listener.received.isEmpty)
    }

    @Test(arguments: [1, 2, 0x7FFF_FFFE] as [UInt32])
    func numbersThatAreNotTheClientsOrNotNewEndTheConnection(stream: UInt32) throws {
        var conversation = try Conversation()
        try conversation.open(1)
        _ = try conversation.answers()
        try conversation.open(stream)
        #expect(
            try conversation.answers()
                == [.goAway(lastStream: 1, status: SPDYCode.protocolError)])
        #expect(conversation.line.isClosed && conversation.listener.isClosed)
        // Nothing more is heard.
        conversation.data(1, 10)
        #expect(conversation.listener.received.isEmpty)
    }

    @Test func pingsOfTheClientAreAnswered() throws {
        var conversation = try Conversation()
        conversation.connection.received(SPDYFrameWriter.ping(3))
        conversation.connection.received(SPDYFrameWriter.ping(4))
        #expect(try conversation.answers() == [.ping(3)])
    }
}
