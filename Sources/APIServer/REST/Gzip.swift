import CZlib

/// Packs long answers for clients that take them so (RFC 1952).
enum Gzip {
    /// Bytes from which packing is worth its time; kube-apiserver's number.
    static let threshold = 128 * 1024
    /// The quickest; kube-apiserver's choice too.
    private static let level: Int32 = 1
    /// A window of 32 KiB, and 16 for gzip's header in the place of zlib's.
    private static let windowBits: Int32 = 15 + 16

    /// Nil where zlib has no memory.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        // zlib counts in 32 bits, and an answer is far from that; one that is not goes unpacked.
        guard let count = UInt32(exactly: bytes.count) else { return nil }
        let limit = Int(deflateBound(&stream, UInt(count)))
        guard let capacity = UInt32(exactly: limit) else { return nil }
        return bytes.withUnsafeBufferPointer { input in
            var isComplete = false
            let packed = [UInt8](unsafeUninitializedCapacity: limit) { output, written in
                // zlib only reads from it.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = count
                stream.next_out = output.baseAddress
                stream.avail_out = capacity
                isComplete = deflate(&stream, Z_FINISH) == Z_STREAM_END
                written = limit - Int(stream.avail_out)
            }
            return isComplete ? packed : nil
        }
    }
}
