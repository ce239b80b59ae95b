import JSON

/// Shows how far a pull is: on a terminal by bars, one for each layer that is on its way; elsewhere by
/// a line for each layer that is done.
struct PullProgress {
    enum Form {
        case bars, lines, nothing

        /// That of this process.
        static var standard: Form { StandardStreams.isErrorTerminal ? .bars : .lines }
    }

    private let form: Form
    /// Lines that are on the terminal now.
    private var shown = 0
    /// Layers that a line was written for.
    private var told: Set<String> = []
    /// More layers are summed up in the last line.
    private static let maximumLines = 12

    init(_ form: Form) {
        self.form = form
    }

    /// What to write to show a step; bars take the place of those before.
    mutating func show(_ step: JSONValue) -> String {
        switch form {
        case .bars: bars(step)
        case .lines: newLines(step)
        case .nothing: ""
        }
    }

    private mutating func newLines(_ step: JSONValue) -> String {
        var text = ""
        for layer in step["layers"]?.arrayValue ?? [] where layer["state"] == "done" {
            let digest = layer["digest"]?.stringValue ?? ""
            guard told.insert(digest).inserted else { continue }
            let size = ByteCount.text(layer["totalBytes"]?.integerValue ?? 0)
            text += Self.shortened("layer \(digest)") + "  \(size) done\n"
        }
        return text
    }

    private mutating func bars(_ step: JSONValue) -> String {
        let lines = Self.lines(step)
        defer { shown = lines.count }
        return home + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\n") + "\u{1B}[J"
    }

    /// What to write to remove the bars.
    mutating func clear() -> String {
        guard shown > 0 else { return "" }
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
