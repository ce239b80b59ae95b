import JSON

/// Lines on the terminal that show how far a pull is: one for each layer that is on its way.
struct PullProgress {
    private let isShown: Bool
    /// Lines that are on the terminal now.
    private var shown = 0
    /// More layers are summed up in the last line.
    private static let maximumLines = 12

    init(isShown: Bool) {
        self.isShown = isShown
    }

    /// What to write to show a step, in the place of the one before.
    mutating func show(_ step: JSONValue) -> String {
        guard isShown else { return "" }
        let lines = Self.lines(step)
        defer { shown = lines.count }
        return home + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\n") + "\u{1B}[J"
    }

    /// What to write to remove the lines.
    mutating func clear() -> String {
        guard isShown, shown > 0 else { return "" }
        defer { shown = 0 }
        return home + "\u{1B}[J"
    }

    /// To the start of the first line.
    private var home: String { "\r" + (shown > 1 ? "\u{1B}[\(shown - 1)A" : "") }

    static func lines(_ step: JSONValue) -> [String] {
        let layers = (step["layers"]?.arrayValue ?? []).filter {
            $0["state"]?.stringValue != "present"
        }
        guard !layers.isEmpty else { return [line(step)] }
        let done = layers.count { $0["state"] == "done" }
        let active = layers.filter { $0["state"] != "done" && $0["state"] != "waiting" }
        let lines = active.prefix(maximumLines).map(layerLine)
        var total = step
        total["step"] = .string("\(done) of \(layers.count) layers")
        return lines + [line(total)]
    }

    private static func layerLine(_ layer: JSONValue) -> String {
        let digest = layer["digest"]?.stringValue ?? ""
        var step = layer
        let verb = layer["state"] == "unpacking" ? "unpacking" : "layer"
        step["step"] = .string("\(verb) \(digest)")
        return line(step)
    }

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
