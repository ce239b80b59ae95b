import KubernetesAPI
import KubernetesClient

/// How far a log has been shown, so that after a broken connection it goes on where it stopped,
/// without losing or repeating a byte.
///
/// The log is asked for with timestamps. After a reconnection it is asked for from the time of the
/// last line on; what comes again is recognised by its time, and among lines of the same time by
/// their number, and left out.
struct LogPosition: Sendable {
    /// Where the next byte belongs.
    private enum Place {
        /// In the time at the beginning of a line; so much of it is there.
        case time([UInt8])
        /// In the text of a line that is shown after so many bytes that were shown before.
        case text(skip: Int)
        /// In a line that was shown before.
        case shownBefore
    }

    private let showsTimestamps: Bool
    /// The time of the last line that was begun.
    private var last: Timestamp?
    /// How many lines of that time were begun.
    private var linesOfLast = 0
    /// How many bytes of the last line's text were shown.
    private var shownOfLine = 0
    private var isLineComplete = true
    /// Whether what comes may have been shown before, and how many lines of the last time came again.
    private var isReplay = false
    private var replayedOfLast = 0
    private var place = Place.time([])

    /// The longest form of a time with nanoseconds and zone, and the space after it.
    private static let longestTime = 36

    init(showsTimestamps: Bool) {
        self.showsTimestamps = showsTimestamps
    }

    /// What to ask for so that nothing that is still to be shown is missing.
    func request(_ request: LogRequest) -> LogRequest {
        var request = request
        request.timestamps = true
        guard let last else { return request }
        request.sinceTime = last.formatted(fractionDigits: 9)
        request.sinceSeconds = nil
        request.tailLines = nil
        return request
    }

    /// A new connection begins at the beginning of a line.
    mutating func reconnect() {
        place = .time([])
        isReplay = last != nil
        replayedOfLast = 0
    }

    /// - Returns: what of `bytes` is to be shown.
    mutating func receive(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.first {
            switch place {
            case .time(var time):
                rest.removeFirst()
                time.append(byte)
                if byte == 0x20 || byte == 0x0A || time.count > Self.longestTime {
                    beginLine(time, &output)
                } else {
                    place = .time(time)
                }
            case .text(let skip): rest = takeText(rest, skip: skip, &output)
            case .shownBefore:
                guard let end = rest.firstIndex(of: 0x0A) else { return output }
                rest = rest[(end + 1)...]
                place = .time([])
            }
        }
        return output
    }

    private mutating func beginLine(_ prefix: [UInt8], _ output: inout [UInt8]) {
        let text = String(decoding: prefix.dropLast(), as: UTF8.self)
        guard prefix.last == 0x20, let time = Timestamp(text) else {
            // No time: a remark of the server, shown as it is.
            output += prefix
            place = prefix.last == 0x0A ? .time([]) : .text(skip: 0)
            return
        }
        guard isReplay, let last else { return showLine(time, prefix, &output) }
        if time < last {
            place = .shownBefore
        } else if time == last {
            replayedOfLast += 1
            guard replayedOfLast == linesOfLast else {
                place = .shownBefore
                return
            }
            isReplay = false
            place = isLineComplete ? .shownBefore : .text(skip: shownOfLine)
        } else {
            isReplay = false
            showLine(time, prefix, &output)
        }
    }

    private mutating func showLine(_ time: Timestamp, _ prefix: [UInt8], _ output: inout [UInt8]) {
        linesOfLast = time == last ? linesOfLast + 1 : 1
        last = time
        shownOfLine = 0
        isLineComplete = false
        if showsTimestamps { output += prefix }
        place = .text(skip: 0)
    }

    private mutating func takeText(
        _ rest: ArraySlice<UInt8>, skip: Int, _ output: inout [UInt8]
    ) -> ArraySlice<UInt8> {
        let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
        let text = rest[..<end]
        output += text.dropFirst(skip)
        shownOfLine += max(0, text.count - skip)
        if text.last == 0x0A {
            isLineComplete = true
            place = .time([])
        } else {
            place = .text(skip: max(0, skip - text.count))
        }
        return rest[end...]
    }
}
