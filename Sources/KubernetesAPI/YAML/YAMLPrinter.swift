import JSON

/// Writes values as `kubectl get -o yaml` does: members in the order of their names, lists at the
/// column of their key, long texts in blocks.
public struct YAMLPrinter {
    private var output = ""

    /// One document, with a line end.
    public static func print(_ value: JSONValue) -> String {
        var printer = YAMLPrinter()
        switch value {
        case .object(let members) where !members.isEmpty: printer.members(members, indent: 0)
        case .array(let elements) where !elements.isEmpty: printer.elements(elements, indent: 0)
        default: printer.scalar(value, indent: 0)
        }
        return printer.output
    }

    /// Documents with `---` between them.
    public static func print(documents: [JSONValue]) -> String {
        documents.map(print).joined(separator: "---\n")
    }

    private mutating func members(_ members: JSONObject, indent: Int) {
        for (index, key) in members.keys.sorted().enumerated() {
            if index > 0 { pad(indent) }
            output += YAMLString.inline(key) + ":"
            switch members[key]! {
            case .object(let children) where !children.isEmpty:
                output += "\n"
                pad(indent + 2)
                self.members(children, indent: indent + 2)
            case .array(let elements) where !elements.isEmpty:
                output += "\n"
                pad(indent)
                self.elements(elements, indent: indent)
            case let value:
                output += " "
                scalar(value, indent: indent)
            }
        }
    }

    private mutating func elements(_ elements: [JSONValue], indent: Int) {
        for (index, element) in elements.enumerated() {
            if index > 0 { pad(indent) }
            output += "- "
            switch element {
            case .object(let members) where !members.isEmpty:
                self.members(members, indent: indent + 2)
            case .array(let children) where !children.isEmpty:
                self.elements(children, indent: indent + 2)
            default:
                scalar(element, indent: indent)
            }
        }
    }

    private mutating func scalar(_ value: JSONValue, indent: Int) {
        switch value {
        case .string(let text):
            output +=
                YAMLString.isBlock(text) ? block(text, indent: indent + 2) : YAMLString.inline(text)
        case .object: output += "{}"
        case .array: output += "[]"
        default: output += value.serialized()
        }
        output += "\n"
    }

    /// The literal form, its last line without line end.
    private func block(_ text: String, indent: Int) -> String {
        var header = "|"
        if text.hasPrefix(" ") || text.hasPrefix("\n") { header += "2" }
        if !text.hasSuffix("\n") {
            header += "-"
        } else if text == "\n" || text.hasSuffix("\n\n") {
            header += "+"
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if text.hasSuffix("\n") { lines.removeLast() }
        let padding = String(repeating: " ", count: indent)
        return lines.reduce(header) { $0 + "\n" + ($1.isEmpty ? "" : padding + $1) }
    }

    private mutating func pad(_ count: Int) {
        output.append(contentsOf: repeatElement(" ", count: count))
    }
}
