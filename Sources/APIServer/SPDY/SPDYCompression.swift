import CZlib
import NIOCore

/// zlib does not take or give what the protocol says it does.
struct SPDYCompressionFailure: Error, Hashable {
    var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// Unpacks the blocks of headers of one direction of a connection: together they are one zlib
/// stream that starts from the protocol's dictionary.
final class SPDYInflater {
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(SPDYCompressionFailure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw SPDYCompressionFailure("zlib has no memory")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// - Parameter limit: bytes that may come out.
    func inflate(
        _ block: ByteBuffer, limit: Int
    ) throws(SPDYCompressionFailure) -> ByteBuffer {
        var input = Array(block.readableBytesView)
        var output = ByteBuffer()
        let result = input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            return run(into: &output, limit: limit)
        }
        guard result == Z_OK || result == Z_BUF_ERROR else {
            throw SPDYCompressionFailure("headers cannot be inflated: zlib's error \(result)")
        }
        guard output.readableBytes <= limit else {
            throw SPDYCompressionFailure("headers have more than \(limit) bytes")
        }
        return output
    }

    private func run(into output: inout ByteBuffer, limit: Int) -> Int32 {
        let step = 4096
        while output.readableBytes <= limit {
            var result = Z_OK
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: step) { bytes in
                stream.pointee.next_out = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(step)
                result = CZlib.inflate(stream, Z_SYNC_FLUSH)
                if result == Z_NEED_DICT {
                    result = SPDYDictionary.bytes.withUnsafeBufferPointer {
                        inflateSetDictionary(stream, $0.baseAddress, UInt32($0.count))
                    }
                    if result == Z_OK { result = CZlib.inflate(stream, Z_SYNC_FLUSH) }
                }
                return step - Int(stream.pointee.avail_out)
            }
            if result != Z_OK || stream.pointee.avail_out > 0 { return result }
        }
        return Z_OK
    }
}

/// Packs blocks of headers.
final class SPDYDeflater {
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(SPDYCompressionFailure) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let level: Int32 = 6
        guard
            deflateInit_(stream, level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            stream.deallocate()
            throw SPDYCompressionFailure("zlib has no memory")
        }
        _ = SPDYDictionary.bytes.withUnsafeBufferPointer {
            deflateSetDictionary(stream, $0.baseAddress, UInt32($0.count))
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func deflate(_ block: ByteBuffer) throws(SPDYCompressionFailure) -> ByteBuffer {
        var input = Array(block.readableBytesView)
        var output = ByteBuffer()
        // What a flush adds is a few bytes.
        let capacity = Int(deflateBound(stream, UInt(input.count))) + 64
        let result = input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var result = Z_OK
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { bytes in
                stream.pointee.next_out = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(capacity)
                result = CZlib.deflate(stream, Z_SYNC_FLUSH)
                return capacity - Int(stream.pointee.avail_out)
            }
            return result
        }
        guard result == Z_OK, stream.pointee.avail_in == 0 else {
            throw SPDYCompressionFailure("headers cannot be deflated: zlib's error \(result)")
        }
        return output
    }
}
