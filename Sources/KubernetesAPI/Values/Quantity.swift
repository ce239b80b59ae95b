import JSON

/// An amount of a resource: `100m`, `64Mi`, `1.5`, `2e3`.
///
/// Exact down to 10⁻⁹, as in Kubernetes; finer amounts are rounded away from zero. Two quantities are
/// equal where their amounts are, however they are spelled.
public struct Quantity: JSONConvertible, Comparable {
    /// The family of suffixes.
    public enum Format: Sendable {
        /// `n u m k M G T P E`: powers of 1000.
        case decimalSI
        /// `Ki Mi Gi Ti Pi Ei`: powers of 1024.
        case binarySI
        /// `e3`
        case decimalExponent
    }

    /// The amount in units of 10⁻⁹.
    public let nanos: Int128
    public let format: Format
    /// As it was given; nil for a computed quantity.
    let spelling: String?

    init(nanos: Int128, format: Format, spelling: String? = nil) {
        self.nanos = nanos
        self.format = format
        self.spelling = spelling
    }

    /// Zero.
    public init() { self.init(nanos: 0, format: .decimalSI) }

    public init(value: Int64, format: Format = .decimalSI) {
        self.init(nanos: Int128(value) * Self.nanosPerUnit, format: format)
    }

    public init(milliValue: Int64, format: Format = .decimalSI) {
        self.init(nanos: Int128(milliValue) * 1_000_000, format: format)
    }

    /// Zero, where the value is no quantity.
    public init(json: JSONValue) { self = Quantity(checking: json) ?? Quantity() }

    public init?(checking json: JSONValue) {
        switch json {
        case .string(let text): self.init(text)
        case .integer(let value): self.init(value: value)
        case .number(let value): self.init(value.description)
        default: return nil
        }
    }

    public var json: JSONValue { .string(description) }

    static let nanosPerUnit: Int128 = 1_000_000_000

    /// Whole units, rounded away from zero; the nearest `Int64` where they do not fit.
    public var value: Int64 { scaled(by: Self.nanosPerUnit) }

    /// Thousandths, rounded away from zero; the nearest `Int64` where they do not fit.
    public var milliValue: Int64 { scaled(by: 1_000_000) }

    public var isZero: Bool { nanos == 0 }

    private func scaled(by unit: Int128) -> Int64 {
        let (quotient, remainder) = nanos.quotientAndRemainder(dividingBy: unit)
        let rounded = remainder == 0 ? quotient : quotient + remainder.signum()
        return Int64(clamping: rounded)
    }
}

extension Quantity {
    public static func == (left: Quantity, right: Quantity) -> Bool { left.nanos == right.nanos }

    public func hash(into hasher: inout Hasher) { hasher.combine(nanos) }

    public static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }

    /// The sum, in the format of the first that is not zero.
    public static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(
            nanos: left.nanos + right.nanos, format: left.isZero ? right.format : left.format)
    }

    /// The difference, in the format of the first that is not zero.
    public static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(
            nanos: left.nanos - right.nanos, format: left.isZero ? right.format : left.format)
    }

    public static func += (left: inout Quantity, right: Quantity) { left = left + right }
    public static func -= (left: inout Quantity, right: Quantity) { left = left - right }
}
