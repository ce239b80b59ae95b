/// Names and identities that the server makes.
enum Identity {
    /// A random UUID (RFC 9562, version 4) in lower case.
    static func uid() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for position in 0..<32 {
            if [8, 12, 16, 20].contains(position) { text.append(UInt8(ascii: "-")) }
            let half = position < 16 ? high : low
            let digit = UInt8(half >> UInt64(60 - 4 * (position % 16)) & 0xF)
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `generateName` with five random characters; no vowels, so that they spell no words, and none
    /// that are mistaken for others (k8s.io/apimachinery/pkg/util/rand).
    static func generatedName(_ prefix: String) -> String {
        // A name has at most 63 characters.
        let base = prefix.prefix(63 - 5)
        return base + String((0..<5).map { _ in "bcdfghjklmnpqrstvwxz2456789".randomElement()! })
    }
}
