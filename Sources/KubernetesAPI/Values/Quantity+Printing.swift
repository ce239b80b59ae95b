extension Quantity: CustomStringConvertible {
    /// As it was given, or `canonical` for a computed quantity.
    public var description: String { spelling ?? canonical }

    /// The shortest exact form: no fraction, the largest suffix that allows it.
    public var canonical: String {
        switch format {
        // A fraction of a byte has no binary suffix, and is not rounded away.
        case .binarySI
        where nanos.magnitude >= 1024 * Self.nanosPerUnit.magnitude
            && nanos % Self.nanosPerUnit == 0:
            binary
        case .binarySI, .decimalSI: decimal { Self.decimalSuffixes[$0] ?? "" }
        case .decimalExponent: decimal { $0 == 0 ? "" : "e\($0)" }
        }
    }

    private static let decimalSuffixes = [
        -9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E",
    ]
    private static let binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]

    private func decimal(suffix: (Int) -> String) -> String {
        var mantissa = nanos
        var exponent = mantissa == 0 ? 0 : -9
        while exponent < 18, mantissa != 0, mantissa % 1000 == 0 {
            mantissa /= 1000
            exponent += 3
        }
        return "\(mantissa)\(suffix(exponent))"
    }

    private var binary: String {
        var mantissa = nanos / Self.nanosPerUnit
        var power = 0
        while power < 6, mantissa % 1024 == 0 {
            mantissa /= 1024
            power += 1
        }
        return "\(mantissa)\(Self.binarySuffixes[power])"
    }
}
