/// `25%`: digits and the sign.
public struct Percentage: Sendable, Hashable {
    public var value: Int64

    /// Nil where the text is none.
    public init?(_ text: String) {
        let digits = text.dropLast()
        guard text.last == "%", !digits.isEmpty,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(digits)
        else { return nil }
        self.value = value
    }

    /// That part of `whole`, rounded up.
    public func of(_ whole: Int64) -> Int64 {
        let (product, overflow) = value.multipliedReportingOverflow(by: whole)
        if overflow || product > Int64.max - 99 { return Int64.max }
        return (product + 99) / 100
    }
}
