import Glibc

/// Finds where the last lines of a log begin, reading it from its end.
struct LogTail {
    private static let blockSize = 64 << 10

    private let streams: Set<ContainerLogOptions.Stream>
    private var linesLeft: Int
    private var isLastRecord = true

    /// - Parameter lines: 0 and above.
    init(lines: Int, streams: Set<ContainerLogOptions.Stream>) {
        linesLeft = lines
        self.streams = streams
    }

    /// Goes back through a file; call it for the newest file first.
    ///
    /// - Parameter read: the bytes at this offset, this many.
    /// - Returns: where to begin reading; nil where an older file has to be searched too.
    mutating func begin(
        fileSize: Int, read: (_ offset: Int, _ count: Int) throws -> [UInt8]
    ) rethrows -> Int? {
        var end = fileSize
        /// The end of a record that begins before `end`.
        var rest: [UInt8] = []
        while end > 0 {
            let start = max(0, end - Self.blockSize)
            let block = try read(start, end - start) + rest
            guard var recordEnd = block.lastIndex(of: 0x0a).map({ $0 + 1 }) else {
                rest = block
                end = start
                continue
            }
            while recordEnd > 0 {
                let newline = Self.lastNewline(in: block, before: recordEnd - 1)
                if newline == nil && start > 0 { break }
                let recordStart = newline.map { $0 + 1 } ?? 0
                if endsLine(block, recordStart..<(recordEnd - 1)) {
                    if linesLeft == 0 { return start + recordEnd }
                    linesLeft -= 1
                }
                recordEnd = recordStart
            }
            rest = Array(block[..<recordEnd])
            end = start
        }
        return nil
    }

    /// Whether a line ends with this record, which comes before those looked at so far.
    private mutating func endsLine(_ block: [UInt8], _ range: Range<Int>) -> Bool {
        block.withUnsafeBytes { bytes in
            guard let record = LogRecord(UnsafeRawBufferPointer(rebasing: bytes[range])),
                streams.contains(record.stream)
            else { return false }
            defer { isLastRecord = false }
            return !record.isPartial || isLastRecord
        }
    }

    private static func lastNewline(in block: [UInt8], before end: Int) -> Int? {
        block.withUnsafeBytes { bytes in
            bytes[..<end].lastIndex(of: 0x0a)
        }
    }
}
