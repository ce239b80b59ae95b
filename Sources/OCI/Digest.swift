/// A content address, `sha256:` and 64 hexadecimal digits.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// `sha256:…`
    public let description: String

    /// Nil unless `text` is a well-formed sha256 digest.
    public init?(_ text: String) {
        let prefix = "sha256:"
        guard text.hasPrefix(prefix) else { return nil }
        let digits = text.utf8.dropFirst(prefix.utf8.count)
        guard digits.count == 64,
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        description = text
    }

    /// The 64 digits without the algorithm.
    public var hexadecimal: String { String(description.dropFirst("sha256:".count)) }
}
