import Glibc

/// Cuts a byte stream into lines, and lines over 16 KiB into pieces, as CRI runtimes do.
public struct LineSplitter: ~Copyable {
    /// Bytes of text a record has at most.
    public static let maximum = 16 * 1024

    /// The beginning of a line whose end has not come yet.
    private let pending: UnsafeMutableRawPointer
    private var pendingCount = 0

    public init() {
        pending = .allocate(byteCount: Self.maximum, alignment: 16)
    }

    deinit { pending.deallocate() }

    /// Emits what is complete. A piece is emitted as partial only when the line is known to go on.
    @inline(__always)
    public mutating func consume(
        _ input: UnsafeRawBufferPointer,
        emit: (_ partial: Bool, _ text: UnsafeRawBufferPointer) -> Void
    ) {
        guard let base = input.baseAddress else { return }
        var start = base
        var left = input.count
        while left > 0 {
            let newline = memchr(start, 0x0a, left)
            var length = newline.map { UnsafeRawPointer($0) - start } ?? left
            let consumed = newline == nil ? length : length + 1
            var piece = start
            start += consumed
            left -= consumed
            if pendingCount > 0 {
                let fitting = min(length, Self.maximum - pendingCount)
                memcpy(pending + pendingCount, piece, fitting)
                pendingCount += fitting
                piece += fitting
                length -= fitting
                if length == 0 {
                    if newline != nil { emitPending(partial: false, emit) }
                    continue
                }
                emitPending(partial: true, emit)
            }
            while length > Self.maximum {
                emit(true, UnsafeRawBufferPointer(start: piece, count: Self.maximum))
                piece += Self.maximum
                length -= Self.maximum
            }
            if newline != nil {
                emit(false, UnsafeRawBufferPointer(start: piece, count: length))
            } else {
                memcpy(pending, piece, length)
                pendingCount = length
            }
        }
    }

    /// At the end of the stream: what is left without a newline is a partial record.
    public mutating func finish(
        emit: (_ partial: Bool, _ text: UnsafeRawBufferPointer) -> Void
    ) {
        if pendingCount > 0 { emitPending(partial: true, emit) }
    }

    private mutating func emitPending(
        partial: Bool, _ emit: (_ partial: Bool, _ text: UnsafeRawBufferPointer) -> Void
    ) {
        emit(partial, UnsafeRawBufferPointer(start: pending, count: pendingCount))
        pendingCount = 0
    }
}
