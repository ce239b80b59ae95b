import Dispatch
import Glibc

/// The process's standard input, read on a thread of its own and only as fast as it is taken.
final class StandardInput: Sendable {
    static let isTerminal = isatty(STDIN_FILENO) == 1

    /// Pieces that may wait to be taken.
    private static let capacity = 4

    private let pieces: AsyncStream<[UInt8]>
    /// Made without room, and given it then: one that has less than it was made with may not go.
    private let room = DispatchSemaphore(value: 0)
    private let reader = Reader()

    /// Unchecked because one task at a time reads, as `next` demands.
    private final class Reader: @unchecked Sendable {
        var iterator: AsyncStream<[UInt8]>.AsyncIterator?
    }

    /// Begins to read; once in a process.
    init() {
        let (pieces, source) = AsyncStream.makeStream(of: [UInt8].self)
        self.pieces = pieces
        reader.iterator = pieces.makeAsyncIterator()
        for _ in 0..<Self.capacity { room.signal() }
        let room = room
        DispatchQueue(label: "swiftlet.standard-input").async {
            var buffer = [UInt8](repeating: 0, count: 32 << 10)
            while true {
                room.wait()
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count < 0 && errno == EINTR {
                    room.signal()
                    continue
                }
                guard count > 0 else { break }
                source.yield(Array(buffer[..<count]))
            }
            source.finish()
        }
    }

    /// The next piece; nil at the end, or when the task is cancelled. One task at a time may call it.
    func next() async -> [UInt8]? {
        defer { room.signal() }
        return await reader.iterator?.next()
    }
}
