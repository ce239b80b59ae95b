import JSON

extension JSONValue {
    /// The value as JSON text as kubectl, and Go's encoder in it, writes it: `<`, `>` and `&` are
    /// escaped, and so are the two line separators that JavaScript knows.
    ///
    /// - Parameter indent: spaces a level; nil for one line.
    func kubectlText(indent: Int? = nil) -> String {
        var text = ""
        for scalar in serialized(indent: indent).unicodeScalars {
            switch scalar {
            case "<", ">", "&":
                text += "\\u00" + String(scalar.value, radix: 16)
            case "\u{2028}", "\u{2029}":
                text += "\\u" + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
