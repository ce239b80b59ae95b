import KubernetesClient
import NIOCore
import NIOEmbedded
import Testing

@testable import APIServer

/// What takes long is tried with a clock of its own.
@Suite struct StreamTimingTests {
    /// Ends when its client does.
    private final class Listener: WebSocketListener, SPDYListener, RemoteListener {
        var isClosed = false

        func received(_ piece: WebSocketFrameReader.Piece) {}
        func received(_ bytes: ByteBuffer) {}
        func received(_ bytes: ByteBuffer, on stream: UInt32) {}
        func opened(_ stream: UInt32, _ headers: [SPDYHeader]) -> Bool { true }
        func ended(_ stream: UInt32) {}
        func reset(_ stream: UInt32) {}
        func isReady() {}
        func inputEnded() {}
        func resized(columns: UInt16, rows: UInt16) {}
        func becameWritable() {}
        func closed() { isClosed = true }
    }

    private func sent(_ channel: EmbeddedChannel) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = try channel.readOutbound(as: ByteBuffer.self) {
            bytes += more.readableBytesView
        }
        return bytes
    }

    private func open(
        idleLimit: TimeAmount?, _ make: (any ByteLine) throws -> any UpgradedConnection
    ) throws -> EmbeddedChannel {
        let gate = UpgradeGate(idleLimit: idleLimit)
        let channel = EmbeddedChannel(handler: gate)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try gate.upgrade(answer: "", make)
        return channel
    }

    @Test func whoSaysNothingForTooLongIsLetGo() throws {
        let listener = Listener()
        let channel = try open(idleLimit: .hours(4)) { line in
            let webSocket = WebSocketConnection(line)
            webSocket.start(listener)
            return webSocket
        }
        // A ping counts, and so does what the server says.
        channel.embeddedEventLoop.advanceTime(by: .minutes(239))
        try channel.writeInbound(ByteBuffer(bytes: [0x89, 0x80, 0, 0, 0, 0]))
        #expect(try sent(channel) == [0x8A, 0])
        channel.embeddedEventLoop.advanceTime(by: .minutes(239))
        #expect(!listener.isClosed)
        channel.embeddedEventLoop.advanceTime(by: .minutes(1))
        #expect(listener.isClosed)
        #expect(try sent(channel).starts(with: [0x88, 31, 0x03, 0xE9]))
        channel.embeddedEventLoop.advanceTime(by: .seconds(31))
        #expect(!channel.isActive)
    }

    @Test func withoutALimitTheyStay() throws {
        let listener = Listener()
        let channel = try open(idleLimit: nil) { line in
            let spdy = try SPDYConnection(line)
            spdy.start(listener)
            return spdy
        }
        channel.embeddedEventLoop.advanceTime(by: .hours(1000))
        #expect(channel.isActive && !listener.isClosed)
        try channel.close().wait()
        #expect(listener.isClosed)
    }

    /// kubectl opens its streams at once; who does not may not keep a connection for that.
    @Test func whoOpensNoStreamsIsToldAndLetGo() throws {
        var session: RemoteSession?
        let channel = try open(idleLimit: nil) { line in
            let spdy = try SPDYConnection(line)
            let transport = SPDYRemoteStreams(
                spdy, version: "v4.channel.k8s.io",
                RemoteStreamRequest(
                    input: true, output: true, errorOutput: true, terminal: false))
            spdy.start(transport)
            session = RemoteSession(transport, on: line.eventLoop)
            session?.start()
            return spdy
        }
        session?.isReadyFuture.whenFailure { _ in }
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(try sent(channel) == [])
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        // GOAWAY
        #expect(try sent(channel).starts(with: [0x80, 3, 0, 7]))
        try session?.endFuture.wait()
        // It has half a minute to end its side.
        channel.embeddedEventLoop.advanceTime(by: .seconds(31))
        #expect(!channel.isActive)
    }
}
