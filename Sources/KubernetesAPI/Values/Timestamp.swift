import JSON

/// A moment in UTC with nanoseconds, as `metav1.Time` and `MicroTime` carry it.
///
/// In JSON whole seconds are written (`2024-05-01T10:00:00Z`); fields of type `MicroTime` write six
/// digits after the second.
public struct Timestamp: JSONConvertible, Comparable {
    /// Since 1970-01-01T00:00:00Z; covers the years 1678 to 2261.
    public var nanosecondsSince1970: Int64

    public init(nanosecondsSince1970: Int64) {
        self.nanosecondsSince1970 = nanosecondsSince1970
    }

    /// The nearest moment that fits, where the seconds are too many.
    public init(secondsSince1970: Int64, nanoseconds: Int64 = 0) {
        self.init(clamping: Int128(secondsSince1970) * 1_000_000_000 + Int128(nanoseconds))
    }

    private init(clamping nanoseconds: Int128) {
        nanosecondsSince1970 = Int64(clamping: nanoseconds)
    }

    /// Whole seconds since 1970, rounded down.
    public var secondsSince1970: Int64 { nanosecondsSince1970.flooredQuotient(1_000_000_000) }

    /// The moment as the JSON of a `metav1.Time` keeps it.
    public var truncatedToSeconds: Timestamp { Timestamp(secondsSince1970: secondsSince1970) }

    /// 1970, where the text is not a time.
    public init(json: JSONValue) {
        self = Self(checking: json) ?? Timestamp(nanosecondsSince1970: 0)
    }

    public init?(checking json: JSONValue) {
        guard let text = json.stringValue else { return nil }
        self.init(text)
    }

    public var json: JSONValue { .string(formatted(fractionDigits: 0)) }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanosecondsSince1970 < right.nanosecondsSince1970
    }

    /// The nearest moment that fits: a Pod may ask for a grace period of any length.
    public static func + (time: Timestamp, duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        return Timestamp(
            clamping: Int128(time.nanosecondsSince1970) + Int128(seconds) * 1_000_000_000
                + Int128(attoseconds / 1_000_000_000))
    }

    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .nanoseconds(
            Int64(clamping: Int128(left.nanosecondsSince1970) - Int128(right.nanosecondsSince1970)))
    }
}

extension Int64 {
    /// Division that rounds down, also below zero.
    func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
