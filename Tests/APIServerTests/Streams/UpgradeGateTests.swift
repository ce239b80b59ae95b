import NIOCore
import NIOEmbedded
import Testing

@testable import APIServer

@Suite struct UpgradeGateTests {
    /// HTTP/2 closes a connection that is ending together with its last stream, whose end is written
    /// and not flushed then.
    @Test func whatIsWrittenGoesBeforeTheEnd() throws {
        let channel = EmbeddedChannel(handler: UpgradeGate(idleLimit: nil))
        let end = ByteBuffer(string: "the end of a stream")
        channel.write(end, promise: nil)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == nil)
        channel.close(promise: nil)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == end)
    }

    /// A client that has gone while another of its requests waits is not heard of by the answer that
    /// it was sent.
    @Test func clientsThatHaveGoneAreClosedWhenNothingIsSent() throws {
        let channel = EmbeddedChannel(handler: UpgradeGate(idleLimit: nil))
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/client")).wait()
        let loop = channel.embeddedEventLoop
        loop.advanceTime(by: .minutes(5))
        #expect(channel.isActive, "one that says nothing may still be listening")
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        loop.advanceTime(by: .seconds(20))
        channel.writeAndFlush(ByteBuffer(string: "a line"), promise: nil)
        loop.advanceTime(by: .seconds(20))
        #expect(channel.isActive, "it is sent something yet")
        loop.advanceTime(by: .seconds(10))
        #expect(!channel.isActive)
    }
}
