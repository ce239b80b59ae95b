import CISAL
import Glibc

/// Unpacks gzip with ISA-L, which takes a third of zlib's time for it.
final class GzipStream: PackedStream {
    private let source: BlobReader
    private let state: UnsafeMutableRawPointer
    private var input = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Whether the input stands between two streams: the second one, if there is one, belongs to the
    /// content (RFC 1952 section 2.2).
    private var isBetween = true
    private var isEnded = false

    init(_ source: BlobReader) {
        self.source = source
        // What fails here is the machine.
        state = cisal_inflate_new()!
    }

    deinit {
        free(state)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var output: UnsafeMutableRawPointer? = buffer.baseAddress
        var left = buffer.count
        while left == buffer.count, !isEnded {
            if input.isEmpty { input = try source.next() }
            if isBetween, input.first != 0x1F {
                // Whatever follows is no gzip: padding, as gzip itself has it.
                while !input.isEmpty { input = try source.next() }
                isEnded = true
                break
            }
            guard !input.isEmpty else {
                throw PackedStreamDamage(reason: "the gzip stream breaks off")
            }
            isBetween = false
            var start: UnsafeRawPointer? = input.baseAddress
            var count = input.count
            let code = cisal_inflate(state, &start, &count, &output, &left)
            input = UnsafeRawBufferPointer(start: start, count: count)
            guard code >= 0 else { throw PackedStreamDamage(reason: "the gzip stream is damaged") }
            isBetween = code == 1
        }
        return buffer.count - left
    }
}
