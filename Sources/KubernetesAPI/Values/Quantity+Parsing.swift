extension Quantity: ExpressibleByStringLiteral, LosslessStringConvertible {
    /// What Kubernetes says of a text that is no quantity.
    public static let formatMessage =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

    /// For texts in the source that are known to be quantities.
    public init(stringLiteral value: String) {
        guard let quantity = Quantity(value) else {
            preconditionFailure("\"\(value)\" is no quantity")
        }
        self = quantity
    }

    /// Reads a quantity; nil where the text is none. Amounts beyond 2⁶³−1 become that, as in
    /// Kubernetes.
    public init?(_ text: String) {
        if let (nanos, format) = Self.plain(text) {
            self.init(nanos: nanos, format: format, spelling: text)
            return
        }
        let number = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        guard let decimal = Decimal(number), let suffix = Suffix(text[number.endIndex...]) else {
            return nil
        }
        guard let nanos = decimal.nanos(suffix) else { return nil }
        let limit = Int128(Int64.max) * Self.nanosPerUnit
        self.init(
            nanos: min(max(nanos, -limit), limit), format: suffix.format, spelling: text)
    }

    /// A few digits and a common suffix, as nearly all quantities are.
    private static func plain(_ text: String) -> (nanos: Int128, format: Format)? {
        var value: Int64 = 0
        var count = 0
        var suffix: (UInt8, UInt8) = (0, 0)
        for byte in text.utf8 {
            if suffix.0 == 0, (0x30...0x39).contains(byte) {
                value = value * 10 + Int64(byte - 0x30)
                count += 1
                // Amounts up to the limit of 2⁶³−1 whatever the suffix.
                if count > 9 { return nil }
            } else if suffix.0 == 0 {
                suffix.0 = byte
            } else if suffix.1 == 0 {
                suffix.1 = byte
            } else {
                return nil
            }
        }
        guard count > 0 else { return nil }
        let nanos = Int128(value)
        switch suffix {
        case (0, 0): return (nanos * nanosPerUnit, .decimalSI)
        case (UInt8(ascii: "m"), 0): return (nanos * 1_000_000, .decimalSI)
        case (UInt8(ascii: "M"), UInt8(ascii: "i")):
            return (nanos * nanosPerUnit << 20, .binarySI)
        case (UInt8(ascii: "G"), UInt8(ascii: "i")):
            return (nanos * nanosPerUnit << 30, .binarySI)
        default: return nil
        }
    }

    /// Sign, digits and the place of the point.
    private struct Decimal {
        var isNegative = false
        /// The digits without leading zeros.
        var digits: [UInt8] = []
        /// How many of them stand after the point.
        var fractionCount = 0

        init?(_ text: Substring) {
            var rest = text.utf8
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                isNegative = sign == UInt8(ascii: "-")
                rest.removeFirst()
            }
            var seenPoint = false
            var digitCount = 0
            for byte in rest {
                if byte == UInt8(ascii: "."), !seenPoint {
                    seenPoint = true
                } else if (0x30...0x39).contains(byte) {
                    digitCount += 1
                    if seenPoint { fractionCount += 1 }
                    if !digits.isEmpty || byte != 0x30 { digits.append(byte - 0x30) }
                } else {
                    return nil
                }
            }
            guard digitCount > 0 else { return nil }
        }

        /// Nil where the exponent is beyond all use.
        func nanos(_ suffix: Suffix) -> Int128? {
            if digits.isEmpty { return 0 }
            // Twelve digits below the point and 26 above keep every product below 2¹²⁷.
            var exponent = suffix.decimalExponent + 9 - fractionCount
            var digits = digits
            if digits.count + exponent > 29 { return isNegative ? -Self.huge : Self.huge }
            var isInexact = false
            let excess = max(digits.count - 30, 0)
            if excess > 0 {
                isInexact = digits.suffix(excess).contains { $0 != 0 }
                digits.removeLast(excess)
                exponent += excess
            }
            var value = digits.reduce(Int128(0)) { $0 * 10 + Int128($1) }
            let (product, overflow) = value.multipliedReportingOverflow(by: suffix.binaryFactor)
            if overflow { return isNegative ? -Self.huge : Self.huge }
            value = product
            while exponent > 0 {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return isNegative ? -Self.huge : Self.huge }
                value = product
                exponent -= 1
            }
            while exponent < 0, value != 0 {
                let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
                isInexact = isInexact || remainder != 0
                value = quotient
                exponent += 1
            }
            if isInexact || value == 0 { value += 1 }
            return isNegative ? -value : value
        }

        /// More than the limit.
        private static let huge: Int128 = 1 << 120
    }

    private struct Suffix {
        var format: Format
        var decimalExponent = 0
        var binaryFactor: Int128 = 1

        init?(_ text: Substring) {
            if let exponent = Self.decimalExponents[String(text)] {
                format = .decimalSI
                decimalExponent = exponent
            } else if let power = Self.binaryPowers[String(text)] {
                format = .binarySI
                binaryFactor = 1 << (10 * Int128(power))
            } else if text.first == "e" || text.first == "E", text.count <= 5,
                let exponent = Int(text.dropFirst())
            {
                format = .decimalExponent
                decimalExponent = exponent
            } else {
                return nil
            }
        }

        static let decimalExponents = [
            "n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18,
        ]
        static let binaryPowers = ["Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6]
    }
}
