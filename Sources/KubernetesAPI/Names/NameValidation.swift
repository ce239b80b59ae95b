/// The forms of names, with Kubernetes' messages. Each function answers with what is wrong; nothing is
/// right.
public enum NameValidation {
    public static let subdomainMaximumLength = 253
    public static let labelMaximumLength = 63

    /// A host name label: names of containers, volumes and namespaces.
    public static func dns1123Label(_ name: String) -> [String] {
        var problems = lengthProblems(name, labelMaximumLength)
        if !isLabel(name[...]) {
            if isSubdomain(name) { return problems + ["must not contain dots"] }
            problems.append(
                pattern(
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters "
                        + "or '-', and must start and end with an alphanumeric character",
                    "[a-z0-9]([-a-z0-9]*[a-z0-9])?", ["my-name", "123-abc"]))
        }
        return problems
    }

    /// A DNS name: names of Pods and most other objects.
    public static func dns1123Subdomain(_ name: String) -> [String] {
        dns1123Subdomain(name, unit: "characters")
    }

    /// - Parameter unit: how Kubernetes counts where it speaks of the name.
    private static func dns1123Subdomain(_ name: String, unit: String) -> [String] {
        var problems = lengthProblems(name, subdomainMaximumLength, unit)
        if !isSubdomain(name) {
            problems.append(
                pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                        + "characters, '-' or '.', and must start and end with an alphanumeric "
                        + "character",
                    #"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"#,
                    ["example.com"]))
        }
        return problems
    }

    /// A label or annotation key, a finalizer: `name`, `example.com/name`.
    public static func qualifiedName(_ text: String) -> [String] {
        let slash = UInt8(ascii: "/")
        var name = text
        var problems: [String] = []
        if let end = text.utf8.firstIndex(of: slash) {
            name = String(text[text.utf8.index(after: end)...])
            guard !name.utf8.contains(slash) else {
                return [
                    pattern("a valid label key " + nameForm, namePattern, nameExamples)
                        + " with an optional DNS subdomain prefix and '/' "
                        + "(e.g. 'example.com/MyName')"
                ]
            }
            if end == text.startIndex {
                problems.append("prefix part must be non-empty")
            } else {
                problems += dns1123Subdomain(String(text[..<end]), unit: "bytes")
                    .map { "prefix part " + $0 }
            }
        }
        if name.isEmpty { problems.append("name part must be non-empty") }
        problems += lengthProblems(name, labelMaximumLength, "bytes").map { "name part " + $0 }
        if !isQualifiedNamePart(name) {
            problems.append(pattern("name part " + nameForm, namePattern, nameExamples))
        }
        return problems
    }

    /// The value of a label.
    public static func labelValue(_ value: String) -> [String] {
        var problems = lengthProblems(value, labelMaximumLength, "bytes")
        if !value.isEmpty, !isQualifiedNamePart(value) {
            problems.append(
                pattern(
                    "a valid label must be an empty string or consist of alphanumeric characters, "
                        + "'-', '_' or '.', and must start and end with an alphanumeric character",
                    "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?",
                    ["MyValue", "my_value", "12345"]))
        }
        return problems
    }

    /// The name of an environment variable.
    public static func environmentVariable(_ name: String) -> [String] {
        if name.isEmpty { return ["environment variable name must be non-empty"] }
        let isPlain = name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }
        if isPlain { return [] }
        return [
            "a valid environment variable name must consist only of printable ASCII characters "
                + "other than '='"
        ]
    }

    /// The name of a port (IANA service name, RFC 6335).
    public static func portName(_ name: String) -> [String] {
        var problems = lengthProblems(name, 15)
        let bytes = Array(name.utf8)
        if bytes.isEmpty || !bytes.allSatisfy({ isLowerAlphanumeric($0) || $0 == hyphen }) {
            problems.append(
                "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !bytes.contains(where: { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) {
            problems.append("must contain at least one letter (a-z)")
        }
        if name.contains("--") { problems.append("must not contain consecutive hyphens") }
        if bytes.first == hyphen || bytes.last == hyphen {
            problems.append("must not begin or end with a hyphen")
        }
        return problems
    }

    /// A TCP or UDP port.
    public static func portNumber(_ port: Int32) -> [String] {
        (1...65535).contains(port) ? [] : ["must be between 1 and 65535, inclusive"]
    }

    private static let nameForm =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character"
    private static let namePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
    private static let nameExamples = ["MyName", "my.name", "123-abc"]
    static let hyphen = UInt8(ascii: "-")

    static func lengthProblems(
        _ text: String, _ maximum: Int, _ unit: String = "characters"
    ) -> [String] {
        text.utf8.count > maximum ? ["must be no more than \(maximum) \(unit)"] : []
    }

    private static func isSubdomain(_ text: String) -> Bool {
        // Each label begins and ends with a letter or digit.
        var previous = UInt8(ascii: ".")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "."), hyphen:
                let isAllowed =
                    isLowerAlphanumeric(previous) || byte == hyphen && previous == hyphen
                if !isAllowed { return false }
            default:
                if !isLowerAlphanumeric(byte) { return false }
            }
            previous = byte
        }
        return isLowerAlphanumeric(previous)
    }

    static func pattern(_ text: String, _ pattern: String, _ examples: [String]) -> String {
        let quoted = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(text) (e.g. \(quoted)regex used for validation is '\(pattern)')"
    }

    private static func isLabel(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
            && text.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == hyphen }
    }

    private static func isQualifiedNamePart(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy {
                isAlphanumeric($0) || $0 == hyphen || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: ".")
            }
    }

    static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLowerAlphanumeric(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
