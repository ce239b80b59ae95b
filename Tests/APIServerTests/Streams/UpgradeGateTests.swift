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
}
