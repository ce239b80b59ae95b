import Glibc

/// Turns the bytes of log files into the text that was logged.
struct LogRenderer {
    private let streams: Set<ContainerLogOptions.Stream>
    private let timestamps: Bool
    /// As records have it.
    private let since: [UInt8]?
    private var bytesLeft: Int
    /// The beginning of a record whose end has not been read yet.
    private var rest: [UInt8] = []
    /// Whose line the text ends in the middle of.
    private var openLine: ContainerLogOptions.Stream?
    /// What the other stream has said meanwhile, so that both keep their lines whole.
    private var held: [UInt8] = []
    private var heldIsOpen = false
    /// Bytes that wait for the end of a line of the other stream.
    private static let heldLimit = 1 << 20

    init(_ options: ContainerLogOptions) {
        streams = options.streams
        timestamps = options.timestamps
        since = options.since.map(Self.time)
        bytesLeft = options.limitBytes ?? .max
    }

    /// Whether the limit of bytes is reached.
    var isFull: Bool { bytesLeft <= 0 }

    /// Whether text waits for the end of a line of the other stream.
    var holdsText: Bool { !held.isEmpty }

    /// Ends the line that text waits for.
    ///
    /// - Returns: its end and what waited.
    mutating func release() -> [UInt8] {
        var text: [UInt8] = []
        breakLine(&text)
        return limited(text)
    }

    /// The text of the records that are complete with this.
    mutating func render(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        guard let last = bytes.lastIndex(of: 0x0a) else {
            rest += bytes
            return text
        }
        bytes.withUnsafeBytes { bytes in
            var start = 0
            if !rest.isEmpty, let newline = bytes.firstIndex(of: 0x0a) {
                rest += bytes[..<newline]
                rest.withUnsafeBytes { append($0, to: &text) }
                start = newline + 1
            }
            rest = Array(bytes[(last + 1)...])
            while start <= last, let base = bytes.baseAddress,
                let newline = memchr(base + start, 0x0a, last + 1 - start)
            {
                let end = UnsafeRawPointer(newline) - base
                append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), to: &text)
                start = end + 1
            }
        }
        return limited(text)
    }

    /// After the last byte of a file: a torn record, which only a crash leaves, is dropped.
    ///
    /// - Parameter attemptEnds: the next bytes come from another run of the container.
    /// - Returns: the end of a line that was left open.
    mutating func endFile(attemptEnds: Bool) -> [UInt8] {
        rest = []
        guard attemptEnds, openLine != nil else { return [] }
        var text: [UInt8] = [0x0a]
        takeHeld(&text)
        if openLine != nil { text.append(0x0a) }
        openLine = nil
        return limited(text)
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        guard let record = LogRecord(bytes), streams.contains(record.stream) else { return }
        if let since, record.time.precedes(since) { return }
        if let openLine, openLine != record.stream { return hold(record, &text) }
        if openLine == nil { appendTime(record, to: &text) }
        text += record.text
        openLine = record.stream
        guard !record.isPartial else { return }
        text.append(0x0a)
        takeHeld(&text)
    }

    private func appendTime(_ record: LogRecord, to text: inout [UInt8]) {
        guard timestamps else { return }
        text += record.time
        text.append(0x20)
    }

    private mutating func hold(_ record: LogRecord, _ text: inout [UInt8]) {
        if !heldIsOpen { appendTime(record, to: &held) }
        held += record.text
        heldIsOpen = record.isPartial
        if !record.isPartial { held.append(0x0a) }
        if held.count > Self.heldLimit { breakLine(&text) }
    }

    private mutating func breakLine(_ text: inout [UInt8]) {
        guard holdsText else { return }
        text.append(0x0a)
        takeHeld(&text)
    }

    /// After the end of the open line.
    private mutating func takeHeld(_ text: inout [UInt8]) {
        text += held
        openLine = heldIsOpen ? openLine?.other : nil
        held = []
        heldIsOpen = false
    }

    private mutating func limited(_ text: [UInt8]) -> [UInt8] {
        guard text.count > bytesLeft else {
            bytesLeft -= text.count
            return text
        }
        defer { bytesLeft = 0 }
        return Array(text.prefix(bytesLeft))
    }

    /// Nanoseconds since 1970 as records have it: RFC 3339, UTC, nine digits.
    static func time(_ nanoseconds: Int64) -> [UInt8] {
        var seconds = time_t(nanoseconds / 1_000_000_000)
        var fraction = nanoseconds % 1_000_000_000
        if fraction < 0 {
            seconds -= 1
            fraction += 1_000_000_000
        }
        var civil = tm()
        gmtime_r(&seconds, &civil)
        func digits(_ value: some BinaryInteger, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let date =
            "\(digits(civil.tm_year + 1900, 4))-\(digits(civil.tm_mon + 1, 2))"
            + "-\(digits(civil.tm_mday, 2))"
        let clock =
            "\(digits(civil.tm_hour, 2)):\(digits(civil.tm_min, 2)):\(digits(civil.tm_sec, 2))"
        return Array("\(date)T\(clock).\(digits(fraction, 9))Z".utf8)
    }
}

extension ContainerLogOptions.Stream {
    fileprivate var other: Self { self == .stdout ? .stderr : .stdout }
}
