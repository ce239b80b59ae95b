import CZlib
import Glibc
import LinuxSystem

/// Reads what a file in gzip's format holds, from its beginning on; memory for that is taken when
/// reading begins and given back at the end.
final class PackedLogReader {
    /// A window of 32 KiB, and 16 for gzip's header.
    private static let windowBits: Int32 = 15 + 16
    private static let inputSize = 32 << 10

    private let descriptor: Int32
    private let path: String
    private var stream: UnsafeMutablePointer<z_stream>?
    private var input: [UInt8] = []
    /// How much of `input` has been unpacked.
    private var used = 0
    private var inputOffset = 0
    /// How much has been handed out.
    private var position = 0
    private var isAtEnd = false

    /// - Parameter descriptor: stays the caller's, and open.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { release() }

    /// The next bytes, up to `count`; none at the end, which is where the file is torn, too.
    ///
    /// - Parameter offset: in the unpacked content. Going back begins anew.
    /// - Throws: `SystemError`.
    func read(at offset: Int, count: Int) throws -> [UInt8] {
        if offset < position { restart() }
        while position < offset {
            let passed = try unpack(min(count, offset - position))
            if passed.isEmpty { return [] }
        }
        return try unpack(count)
    }

    private func restart() {
        release()
        (inputOffset, position, used, isAtEnd) = (0, 0, 0, false)
        input = []
    }

    private func release() {
        guard let stream else { return }
        inflateEnd(stream)
        stream.deallocate()
        self.stream = nil
        input = []
    }

    private func unpack(_ count: Int) throws -> [UInt8] {
        guard !isAtEnd, count > 0, let stream = begin() else { return [] }
        let output = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count && !isAtEnd {
                if used == input.count { try fill() }
                if input.isEmpty {
                    isAtEnd = true
                    break
                }
                stream.pointee.next_out = buffer.baseAddress! + filled
                stream.pointee.avail_out = UInt32(count - filled)
                let result = input.withUnsafeMutableBufferPointer { bytes in
                    stream.pointee.next_in = bytes.baseAddress! + used
                    stream.pointee.avail_in = UInt32(bytes.count - used)
                    return inflate(stream, Z_NO_FLUSH)
                }
                used = input.count - Int(stream.pointee.avail_in)
                filled = count - Int(stream.pointee.avail_out)
                // Members may follow one another.
                if result == Z_STREAM_END {
                    inflateReset(stream)
                } else if result != Z_OK && result != Z_BUF_ERROR {
                    isAtEnd = true
                }
            }
        }
        position += output.count
        if isAtEnd { release() }
        return output
    }

    private func begin() -> UnsafeMutablePointer<z_stream>? {
        if let stream { return stream }
        let made = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        made.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(made, Self.windowBits, ZLIB_VERSION, size) == Z_OK else {
            made.deallocate()
            isAtEnd = true
            return nil
        }
        stream = made
        return made
    }

    private func fill() throws {
        input = try LogFile.read(descriptor, path, at: inputOffset, count: Self.inputSize)
        inputOffset += input.count
        used = 0
    }
}
