/// The `Warning` headers with which an API server comments on a request (RFC 7234, section 5.5).
enum WarningHeader {
    /// The texts of headers such as `299 - "unknown field \"spec.foo\""`.
    static func texts(_ headers: [String]) -> [String] {
        headers.compactMap { header in
            guard let start = header.firstIndex(of: "\"") else { return nil }
            var text = ""
            var isEscaped = false
            for character in header[header.index(after: start)...] {
                if isEscaped {
                    text.append(character)
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    break
                } else {
                    text.append(character)
                }
            }
            return text
        }
    }
}
