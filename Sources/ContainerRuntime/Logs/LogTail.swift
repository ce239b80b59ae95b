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

    /// Where to begin reading in a file; nil where an older file has to be searched too. Call it
    /// for the newest file first.
    ///
    /// - Throws: `SystemError`.
    mutating func begin(in file: LogFile) throws -> Int? {
        guard file.isPacked else {
            return try begin(fileSize: file.size ?? 0) { try file.read(at: $0, count: $1) }
        }
        return try begin { try file.read(at: $0, count: $1) }
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

    /// Goes through a file that can only be read forward: once to count its lines, and once more
    /// to where enough of them are left.
    ///
    /// - Parameter read: the bytes at this offset, up to so many; none at the end.
    mutating func begin(
        forward read: (_ offset: Int, _ count: Int) throws -> [UInt8]
    ) rethrows -> Int? {
        var lines = 0
        var endsOpen = false
        try Self.records(read) { record, _ in
            guard let record, streams.contains(record.stream) else { return true }
            if !record.isPartial { lines += 1 }
            endsOpen = record.isPartial
            return true
        }
        if isLastRecord {
            if endsOpen { lines += 1 }
            isLastRecord = lines == 0
        }
        guard lines > linesLeft else {
            linesLeft -= lines
            return nil
        }
        var surplus = lines - linesLeft
        linesLeft = 0
        var begin = 0
        try Self.records(read) { record, end in
            begin = end
            guard let record, streams.contains(record.stream), !record.isPartial else {
                return true
            }
            surplus -= 1
            return surplus > 0
        }
        return begin
    }

    /// Calls `body` with each complete record and where it ends, until that is false.
    private static func records(
        _ read: (_ offset: Int, _ count: Int) throws -> [UInt8],
        _ body: (_ record: LogRecord?, _ end: Int) -> Bool
    ) rethrows {
        var rest: [UInt8] = []
        var restStart = 0
        while true {
            let bytes = try read(restStart + rest.count, blockSize)
            if bytes.isEmpty { return }
            let block = rest + bytes
            var start = 0
            let goesOn = block.withUnsafeBytes { block in
                while let newline = block[start...].firstIndex(of: 0x0a) {
                    let record = LogRecord(UnsafeRawBufferPointer(rebasing: block[start..<newline]))
                    start = newline + 1
                    if !body(record, restStart + start) { return false }
                }
                return true
            }
            if !goesOn { return }
            rest = Array(block[start...])
            restStart += start
        }
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
