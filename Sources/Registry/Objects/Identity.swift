/// Names and identities that the server makes.
enum Identity {
    /// A random UUID (RFC 9562, version 4) in lower case.
    static func uid() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = hexadecimal(high) + hexadecimal(low)
        var text = ""
        for (offset, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(offset) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    /// `generateName` with five random characters; no vowels, so that they spell no words, and none
    /// that are mistaken for others (k8s.io/apimachinery/pkg/util/rand).
    static func generatedName(_ prefix: String) -> String {
        // A name has at most 63 characters.
        let base = prefix.prefix(63 - 5)
        return base + String((0..<5).map { _ in "bcdfghjklmnpqrstvwxz2456789".randomElement()! })
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
