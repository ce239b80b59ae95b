import Synchronization

/// Lets only whole lines through, so that the logs of several containers do not mix within a line.
final class LineAssembler: Sendable {
    private let prefix: [UInt8]
    private let rest = Mutex<[UInt8]>([])

    /// - Parameter prefix: stands before every line.
    init(prefix: String) {
        self.prefix = Array(prefix.utf8)
    }

    /// - Returns: the lines that `bytes` complete.
    func append(_ bytes: [UInt8]) -> [UInt8] {
        rest.withLock { rest in
            var output: [UInt8] = []
            var bytes = bytes[...]
            while let end = bytes.firstIndex(of: 0x0A) {
                output += prefix + rest + bytes[...end]
                rest = []
                bytes = bytes[(end + 1)...]
            }
            rest += bytes
            return output
        }
    }

    /// The last line, where it has no end.
    func finish() -> [UInt8] {
        rest.withLock { rest in
            defer { rest = [] }
            return rest.isEmpty ? [] : prefix + rest + [0x0A]
        }
    }
}
