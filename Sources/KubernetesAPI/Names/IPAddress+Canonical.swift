extension IPAddress {
    /// The text of an IPv6 address as RFC 5952 has it; nil for all else.
    static func canonicalV6(_ text: String) -> String? {
        guard text.contains(":"), !text.contains("."), isValid(text) else { return nil }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map { half in
            half.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        }
        var groups = halves.first ?? []
        if let rest = halves.dropFirst().first {
            groups += Array(repeating: 0, count: max(8 - groups.count - rest.count, 0)) + rest
        }
        return joined(groups)
    }

    /// The first of the longest runs of zeros is left out, where it has more than one.
    private static func joined(_ groups: [UInt16]) -> String {
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<(index + 1)
            }
        }
        let digits = groups.map { String($0, radix: 16) }
        guard longest.count > 1 else { return digits.joined(separator: ":") }
        return digits[..<longest.lowerBound].joined(separator: ":") + "::"
            + digits[longest.upperBound...].joined(separator: ":")
    }
}
