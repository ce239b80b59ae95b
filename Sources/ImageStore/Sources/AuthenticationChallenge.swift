/// What a server wants to see (`WWW-Authenticate`, RFC 9110 section 11): a scheme and parameters.
struct AuthenticationChallenge: Hashable {
    /// In lower case: `bearer`, `basic`.
    var scheme: String
    /// Names in lower case.
    var parameters: [String: String]

    /// Reads a header with one challenge; nil where there is no scheme.
    init?(_ header: String) {
        var rest = Substring(header).drop { $0 == " " }
        let name = rest.prefix { $0 != " " }
        guard !name.isEmpty else { return nil }
        scheme = name.lowercased()
        parameters = [:]
        rest = rest.dropFirst(name.count)
        while let (key, value) = Self.takeParameter(&rest) {
            parameters[key.lowercased()] = value
        }
    }

    /// `key=token` or `key="quoted \" text"`, with a comma and spaces before it.
    private static func takeParameter(_ rest: inout Substring) -> (String, String)? {
        rest = rest.drop { $0 == " " || $0 == "," }
        guard let equals = rest.firstIndex(of: "=") else { return nil }
        let key = rest[..<equals].filter { $0 != " " }
        rest = rest[rest.index(after: equals)...].drop { $0 == " " }
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != "," && $0 != " " }
            rest = rest.dropFirst(value.count)
            return (String(key), String(value))
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        return (String(key), value)
    }
}
