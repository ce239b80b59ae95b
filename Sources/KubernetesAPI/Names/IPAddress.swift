/// The text form of IP addresses.
enum IPAddress {
    static func isValid(_ text: String) -> Bool { isV4(text[...]) || isV6(text) }

    private static func isV4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard let value = UInt8(part), !part.hasPrefix("+") else { return false }
                return String(value).count == part.count
            }
    }

    private static func isV6(_ text: String) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, text.contains(":"), !text.contains(":::") else { return false }
        var count = 0
        for (index, half) in halves.enumerated() where !half.isEmpty {
            var groups = half.split(separator: ":", omittingEmptySubsequences: false)
            if index == halves.count - 1, let last = groups.last, last.contains(".") {
                guard isV4(last) else { return false }
                count += 2
                groups.removeLast()
            }
            guard groups.allSatisfy(isGroup) else { return false }
            count += groups.count
        }
        return halves.count == 2 ? count < 8 : count == 8
    }

    private static func isGroup(_ text: Substring) -> Bool {
        (1...4).contains(text.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
