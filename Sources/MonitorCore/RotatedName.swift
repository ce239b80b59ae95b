/// The part of a rotated log file's name after `<log>.`: `YYYYMMDD-HHMMSS[.N][.gz]`, in UTC. They
/// order by time of rotation.
public struct RotatedName: Comparable, Sendable {
    /// 15 characters.
    public var stamp: String
    /// Tells files apart that were rotated within one second; 0 is not written.
    public var number: Int

    public init(stamp: String, number: Int) {
        self.stamp = stamp
        self.number = number
    }

    /// Nil for anything else.
    public init?(suffix: some StringProtocol) {
        var parts = suffix.split(separator: ".", omittingEmptySubsequences: false)
        if parts.last == "gz" { parts.removeLast() }
        guard let stamp = parts.first, parts.count <= 2, Self.isStamp(stamp) else { return nil }
        self.stamp = String(stamp)
        number = 0
        if parts.count == 2 {
            guard let number = Int(parts[1]), number > 0 else { return nil }
            self.number = number
        }
    }

    /// The name for a file rotated now: later than all there are, though the clock went back.
    ///
    /// - Parameter secondsSince1970: 0 and above.
    public static func next(secondsSince1970: Int, after newest: RotatedName?) -> RotatedName {
        let stamp = Self.stamp(secondsSince1970)
        guard let newest, newest.stamp >= stamp else { return RotatedName(stamp: stamp, number: 0) }
        return RotatedName(stamp: newest.stamp, number: newest.number + 1)
    }

    public var suffix: String { number == 0 ? stamp : "\(stamp).\(number)" }

    public static func < (left: RotatedName, right: RotatedName) -> Bool {
        (left.stamp, left.number) < (right.stamp, right.number)
    }

    private static func stamp(_ secondsSince1970: Int) -> String {
        let civil = CivilTime(secondsSince1970: secondsSince1970)
        return String(unsafeUninitializedCapacity: 15) { bytes in
            guard let target = bytes.baseAddress else { return 0 }
            writeDigits(civil.year, count: 4, to: target)
            writeDigits(civil.month, count: 2, to: target + 4)
            writeDigits(civil.day, count: 2, to: target + 6)
            target[8] = UInt8(ascii: "-")
            writeDigits(civil.hour, count: 2, to: target + 9)
            writeDigits(civil.minute, count: 2, to: target + 11)
            writeDigits(civil.second, count: 2, to: target + 13)
            return 15
        }
    }

    private static func isStamp(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 15
            && text.utf8.enumerated().allSatisfy { index, byte in
                index == 8 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
            }
    }
}
