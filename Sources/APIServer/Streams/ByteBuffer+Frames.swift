import NIOCore

extension ByteBuffer {
    /// Bytes that were taken out and are still held.
    private static let slack = 64 << 10

    /// Adds what has come to what was not taken yet, for those who take frames out of it.
    mutating func gather(_ more: ByteBuffer) {
        if readableBytes == 0 {
            self = more
        } else {
            // What was taken out counts as part of the buffer until it is moved away.
            if readerIndex > Self.slack { discardReadBytes() }
            writeImmutableBuffer(more)
        }
    }
}
