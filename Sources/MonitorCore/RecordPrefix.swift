import CLinux
import Glibc

/// What stands before the text of a log record:
/// `2026-11-22T19:00:00.123456789Z stdout F `, 40 bytes, as the CRI lays it down.
public struct RecordPrefix: ~Copyable {
    /// Which of a container's outputs a record comes from.
    public enum Stream: Int, Sendable {
        case stdout
        case stderr
    }

    /// Bytes.
    public static let length = 40
    private static let tagOffset = 38

    private let bytes: UnsafeMutablePointer<UInt8>
    private var second = -1

    public init() {
        bytes = .allocate(capacity: 2 * Self.length)
        "0000-00-00T00:00:00.000000000Z stdout F 0000-00-00T00:00:00.000000000Z stderr F "
            .utf8.enumerated().forEach { bytes[$0.offset] = $0.element }
    }

    deinit { bytes.deallocate() }

    /// Sets the time that the records from now on carry.
    public mutating func stamp(_ time: timespec) {
        if time.tv_sec != second {
            second = time.tv_sec
            let civil = CivilTime(secondsSince1970: max(0, time.tv_sec))
            writeDigits(civil.year, count: 4, to: bytes)
            writeDigits(civil.month, count: 2, to: bytes + 5)
            writeDigits(civil.day, count: 2, to: bytes + 8)
            writeDigits(civil.hour, count: 2, to: bytes + 11)
            writeDigits(civil.minute, count: 2, to: bytes + 14)
            writeDigits(civil.second, count: 2, to: bytes + 17)
        }
        writeDigits(time.tv_nsec, count: 9, to: bytes + 20)
        memcpy(bytes + Self.length, bytes, 30)
    }

    /// Writes the 40 bytes.
    ///
    /// - Parameter partial: the text is a piece of a line that goes on (tag `P`, else `F`).
    @inline(__always)
    public func write(stream: Stream, partial: Bool, to target: UnsafeMutablePointer<UInt8>) {
        memcpy(target, bytes + stream.rawValue * Self.length, Self.length)
        if partial { target[Self.tagOffset] = UInt8(ascii: "P") }
    }
}
