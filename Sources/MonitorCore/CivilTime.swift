import Glibc

/// A moment as UTC date and time of day.
///
/// Worked out here since `gmtime_r` reads the time zone files first.
struct CivilTime: Equatable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int

    /// - Parameter secondsSince1970: 0 and above.
    init(secondsSince1970: Int) {
        let days = secondsSince1970 / 86_400
        let rest = secondsSince1970 % 86_400
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
        // Years begin in March here, so that a leap day is the last day of its year; an era is
        // 400 years, which is always 146097 days.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

/// Writes a number in decimal with leading zeros.
@inline(__always)
func writeDigits(_ value: Int, count: Int, to target: UnsafeMutablePointer<UInt8>) {
    var value = value
    var index = count
    while index > 0 {
        index -= 1
        target[index] = UInt8(truncatingIfNeeded: 0x30 + value % 10)
        value /= 10
    }
}
