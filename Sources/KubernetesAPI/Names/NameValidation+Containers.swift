/// Forms of what containers and volumes name.
extension NameValidation {
    /// A key of a ConfigMap or Secret.
    public static func configMapKey(_ key: String) -> [String] {
        var problems = lengthProblems(key, subdomainMaximumLength)
        let isPlain = key.utf8.allSatisfy {
            isAlphanumeric($0) || $0 == hyphen || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
        if key.isEmpty || !isPlain {
            problems.append(
                pattern(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                    "[-._a-zA-Z0-9]+", ["key.name", "KEY_NAME", "key-name"]))
        }
        switch key {
        case ".": problems.append("must not be '.'")
        case "..": problems.append("must not be '..'")
        case _ where key.hasPrefix(".."): problems.append("must not start with '..'")
        default: break
        }
        return problems
    }

    /// The name of a header of HTTP.
    static func httpHeader(_ name: String) -> [String] {
        if !name.isEmpty, name.utf8.allSatisfy({ isAlphanumeric($0) || $0 == hyphen }) { return [] }
        return [
            pattern(
                "a valid HTTP header must consist of alphanumeric characters or '-'",
                "[-A-Za-z0-9]+", ["X-Header-Name"])
        ]
    }

    /// A domain in which to look for names; underscores are allowed.
    static func searchDomain(_ name: String) -> [String] {
        var problems = lengthProblems(name, subdomainMaximumLength)
        let underscore = UInt8(ascii: "_")
        let isRight = name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            let label = $0.utf8.first == underscore ? $0.utf8.dropFirst() : $0.utf8[...]
            guard let first = label.first, let last = label.last else { return false }
            return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
                && label.allSatisfy {
                    isLowerAlphanumeric($0) || $0 == hyphen || $0 == underscore
                }
        }
        if !isRight {
            let label = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
            problems.append(
                pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                        + "characters, '_', '-' or '.', and must start and end with an alphanumeric "
                        + "character", "\(label)(\\.\(label))*", ["example.com"]))
        }
        return problems
    }

    /// The beginning of a name that gets more characters: it may end with a hyphen.
    ///
    /// As Kubernetes does it, the last two characters give way to an `a`.
    static func prefix(_ prefix: String, of form: (String) -> [String]) -> [String] {
        guard prefix.count > 1, prefix.hasSuffix("-") else { return form(prefix) }
        return form(prefix.dropLast(2) + "a")
    }

    /// The id of a user or group.
    static func userID(_ id: Int64) -> [String] {
        (0...Int64(UInt32.max)).contains(id)
            ? [] : ["must be between 0 and \(UInt32.max), inclusive"]
    }
}
