import JSON

/// How lines of logs are shown.
struct LogStyle: Sendable {
    enum Format: String, Sendable, CaseIterable {
        case text
        case json
    }

    var format = Format.text
    var timestamps = false
    /// Whether lines say where they are from.
    var prefix = false
    /// Whether a person looks at it: with colours, and what each container is.
    var isForPeople = false
    /// Whether there is more than one Pod, whose names people want to see.
    var hasManyPods = false
    /// The output that was asked for, where it was one.
    var stream: String?
    var pattern: GrepPattern?

    /// Text colours that can be told apart on dark and light: cyan, yellow, green, magenta, blue.
    private static let colors = [36, 33, 32, 35, 34]
    private static let reset = "\u{1B}[0m"
    private static let highlight = "\u{1B}[1;31m"

    /// What is printed for a line; nil where it is not wanted.
    ///
    /// - Parameter number: of the container, in the order of their coming.
    func render(_ line: LogLine, of target: LogTarget, number: Int) -> [UInt8]? {
        var matches: [Range<Int>] = []
        if let pattern {
            matches = pattern.matches(in: line.text)
            if matches.isEmpty { return nil }
        }
        if format == .json { return json(line, target).serializedBytes() + [0x0A] }
        var output = prefix ? Array(prefixText(target, number).utf8) : []
        if timestamps, !line.time.isEmpty { output += Array((line.time + " ").utf8) }
        output += isForPeople ? Self.highlighting(matches, in: line.text) : line.text
        output.append(0x0A)
        return output
    }

    private func prefixText(_ target: LogTarget, _ number: Int) -> String {
        guard isForPeople else { return "[pod/\(target.pod)/\(target.container)] " }
        let name = hasManyPods ? "\(target.pod)/\(target.container)" : target.container
        let color = Self.colors[number % Self.colors.count]
        return "\u{1B}[\(color)m\(name) (\(target.role.rawValue)) |\(Self.reset) "
    }

    private func json(_ line: LogLine, _ target: LogTarget) -> JSONValue {
        var json: JSONValue = [
            "time": .string(line.time), "namespace": .string(target.namespace),
            "pod": .string(target.pod), "container": .string(target.container),
            "role": .string(target.role.rawValue),
        ]
        if let stream { json["stream"] = .string(stream) }
        json["text"] = .string(String(decoding: line.text, as: UTF8.self))
        return json
    }

    private static func highlighting(_ matches: [Range<Int>], in text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var end = 0
        for match in matches where !match.isEmpty {
            output += text[end..<match.lowerBound] + Array(highlight.utf8)
            output += text[match] + Array(reset.utf8)
            end = match.upperBound
        }
        return output + text[end...]
    }
}
