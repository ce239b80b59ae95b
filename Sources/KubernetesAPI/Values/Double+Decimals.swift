extension Double {
    /// Six digits after the point, as C's and Go's `%f` print it.
    public var sixDecimals: String {
        guard isFinite, magnitude < 1e12 else { return "\(self)" }
        let millionths = Int64((magnitude * 1e6).rounded())
        let fraction = String(millionths % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - fraction.count)
        return (self < 0 ? "-" : "") + "\(millionths / 1_000_000).\(zeros)\(fraction)"
    }
}
