import Glibc

/// One record of a log file in the CRI format: `<time> stdout|stderr F|P <text>`.
struct LogRecord {
    /// RFC 3339 in UTC with nine digits of a second: orders as bytes.
    var time: UnsafeRawBufferPointer
    var stream: ContainerLogOptions.Stream
    /// The line goes on in the next record of this stream (tag `P`).
    var isPartial: Bool
    var text: UnsafeRawBufferPointer

    /// - Parameter bytes: one line without its newline.
    /// - Returns: nil for what is no record.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        func field() -> UnsafeRawBufferPointer? {
            guard position < bytes.count, let base = bytes.baseAddress,
                let space = memchr(base + position, 0x20, bytes.count - position)
            else { return nil }
            let end = UnsafeRawPointer(space) - base
            defer { position = end + 1 }
            return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
        }
        guard let time = field(), time.count >= 20, let stream = field(), let tags = field(),
            let tag = tags.first
        else { return nil }
        switch stream.count == 6 ? stream[3] : 0 {
        // stdout, stderr
        case UInt8(ascii: "o"): self.stream = .stdout
        case UInt8(ascii: "e"): self.stream = .stderr
        default: return nil
        }
        self.time = time
        // More tags may follow after a colon.
        isPartial = tag == UInt8(ascii: "P")
        text = UnsafeRawBufferPointer(rebasing: bytes[position...])
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes come before those, compared as text.
    func precedes(_ other: [UInt8]) -> Bool {
        other.withUnsafeBytes { other in
            let order = memcmp(baseAddress!, other.baseAddress!, Swift.min(count, other.count))
            return order < 0 || (order == 0 && count < other.count)
        }
    }
}
