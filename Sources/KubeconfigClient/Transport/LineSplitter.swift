/// Cuts a stream of bytes into lines.
struct LineSplitter {
    private var buffer: [UInt8] = []
    /// Where the first line that was not handed out begins.
    private var start = 0
    /// No line ends between `start` and here.
    private var searched = 0

    mutating func append(_ bytes: [UInt8]) {
        if start > 0 {
            buffer.removeSubrange(..<start)
            searched -= start
            start = 0
        }
        buffer += bytes
    }

    /// The next complete line that is not empty, without its end.
    mutating func next() -> [UInt8]? {
        while let end = buffer[searched...].firstIndex(of: 0x0A) {
            let line = buffer[start..<end]
            start = end + 1
            searched = start
            if !line.isEmpty { return Array(line) }
        }
        searched = buffer.count
        return nil
    }

    /// What follows the last line end; nil where nothing does.
    mutating func rest() -> [UInt8]? {
        defer { self = LineSplitter() }
        return start < buffer.count ? Array(buffer[start...]) : nil
    }
}
