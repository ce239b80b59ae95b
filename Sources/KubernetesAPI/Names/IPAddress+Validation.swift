extension IPAddress {
    /// What is wrong with an address (validation.IsValidIPForLegacyField in Kubernetes).
    static func problems(_ text: String) -> [String] {
        if isValid(text) {
            return isMapped(text) ? ["must not be an IPv4-mapped IPv6 address"] : []
        }
        if isValid(withoutLeadingZeros(text)) { return ["must not have leading 0s"] }
        return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
    }

    private static func withoutLeadingZeros(_ text: String) -> String {
        guard !text.contains(":") else { return text }
        return text.split(separator: ".", omittingEmptySubsequences: false)
            .map { part in
                let digits = part.drop { $0 == "0" }
                return digits.isEmpty && !part.isEmpty ? "0" : String(digits)
            }
            .joined(separator: ".")
    }

    /// `::ffff:1.2.3.4`
    private static func isMapped(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains(".") && text.contains(":") && text.contains("ffff:")
    }
}
