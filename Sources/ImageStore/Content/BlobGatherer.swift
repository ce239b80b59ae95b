import LinuxSystem
import NIOCore

/// Gathers a blob's small pieces for its writer, and hands them on where waiting for the disk is
/// allowed.
///
/// Used by one task at a time.
final class BlobGatherer: @unchecked Sendable {
    // @unchecked: handed from call to call of a single download.
    private let writer: BlobWriter
    /// Large enough that handing it on costs little, and small enough that several downloads at once
    /// take little.
    private let buffer: PageBuffer
    private var filled = 0

    init(_ writer: BlobWriter) throws(SystemError) {
        self.writer = writer
        buffer = try PageBuffer(512 << 10)
    }

    /// - Throws: as `BlobWriter.append` does.
    func append(_ piece: ByteBuffer) async throws {
        var piece = piece
        while piece.readableBytes > 0 {
            let start = filled
            filled += piece.readWithUnsafeReadableBytes { bytes in
                let count = min(bytes.count, buffer.bytes.count - start)
                buffer.bytes.baseAddress!.advanced(by: start)
                    .copyMemory(from: bytes.baseAddress!, byteCount: count)
                return count
            }
            if filled == buffer.bytes.count { try await flush() }
        }
    }

    /// Hands on what is left.
    ///
    /// - Throws: as `BlobWriter.append` does; what could not be written is not tried again.
    func flush() async throws {
        guard filled > 0 else { return }
        let (writer, buffer, count) = (writer, buffer, filled)
        filled = 0
        try await blockingCall {
            try writer.append(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<count]))
        }
    }
}
