import JSON

/// A line on the terminal that shows how far a pull is.
struct PullProgress {
    private let isShown: Bool
    private static let clearLine = "\r\u{1B}[K"

    init(isShown: Bool) {
        self.isShown = isShown
    }

    /// What to write to show a step: a bar where the size is known.
    func show(_ step: JSONValue) -> String {
        guard isShown else { return "" }
        return Self.clearLine + Self.line(step)
    }

    /// What to write to remove the line.
    func clear() -> String { isShown ? Self.clearLine : "" }

    static func line(_ step: JSONValue) -> String {
        let name = shortened(step["step"]?.stringValue ?? "")
        let done = step["completedBytes"]?.integerValue ?? 0
        let total = step["totalBytes"]?.integerValue ?? 0
        guard total > 0 else { return done > 0 ? "\(name)  \(ByteCount.text(done))" : name }
        let width = 30
        let filled = Int(min(done, total) * Int64(width) / total)
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "\(name)  [\(bar)] \(ByteCount.text(done))/\(ByteCount.text(total))"
    }

    /// The step with its digest cut to twelve digits.
    private static func shortened(_ step: String) -> String {
        let words = step.split(separator: " ").map { word -> String in
            guard word.hasPrefix("sha256:") else { return String(word) }
            return String(word.dropFirst("sha256:".count).prefix(12))
        }
        return words.joined(separator: " ")
    }
}
