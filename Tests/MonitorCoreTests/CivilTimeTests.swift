import Glibc
import Testing

@testable import MonitorCore

@Suite struct CivilTimeTests {
    /// The C library is the reference.
    @Test func agreesWithTheCLibrary() {
        for _ in 0..<2000 {
            var seconds = time_t.random(in: 0...7_258_118_400)
            var expected = tm()
            gmtime_r(&seconds, &expected)
            let civil = CivilTime(secondsSince1970: seconds)
            #expect(civil.year == Int(expected.tm_year) + 1900)
            #expect(civil.month == Int(expected.tm_mon) + 1)
            #expect(civil.day == Int(expected.tm_mday))
            #expect(civil.hour == Int(expected.tm_hour))
            #expect(civil.minute == Int(expected.tm_min))
            #expect(civil.second == Int(expected.tm_sec))
        }
    }

    @Test func leapDay() {
        let civil = CivilTime(secondsSince1970: 1_709_251_199)
        #expect((civil.year, civil.month, civil.day) == (2024, 2, 29))
    }
}
