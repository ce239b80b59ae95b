import JSON
import KubernetesAPI
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-02-29T23:59:59Z", 1_709_251_199_000_000_000),
            ("2000-03-01T00:00:00Z", 951_868_800_000_000_000),
            ("1969-12-31T23:59:59.5Z", -500_000_000),
            ("2024-05-01T12:00:00+02:00", 1_714_557_600_000_000_000),
            ("2024-05-01T04:30:00-05:30", 1_714_557_600_000_000_000),
            ("2024-05-01t10:00:00.123456789z", 1_714_557_600_123_456_789),
            ("2024-05-01T10:00:00.1234567891Z", 1_714_557_600_123_456_789),
            ("1700-01-01T00:00:00Z", -8_520_336_000_000_000_000),
        ] as [(String, Int64)])
    func reads(_ text: String, _ nanoseconds: Int64) {
        #expect(Timestamp(text)?.nanosecondsSince1970 == nanoseconds)
    }

    @Test(arguments: [
        "", "2024-05-01", "2024-05-01 10:00:00Z", "2024-13-01T00:00:00Z", "2023-02-29T00:00:00Z",
        "2024-05-01T24:00:00Z", "2024-05-01T10:60:00Z", "2024-05-01T10:00:00",
        "2024-05-01T10:00:00.Z",
        "2024-05-01T10:00:00+2", "2024-05-01T10:00:00Zx", "24-05-01T10:00:00Z",
        "9999-01-01T00:00:00Z",
    ])
    func refuses(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func prints() {
        let time = Timestamp(nanosecondsSince1970: 1_714_557_600_120_000_000)
        #expect(time.formatted(fractionDigits: 0) == "2024-05-01T10:00:00Z")
        #expect(time.formatted(fractionDigits: 6) == "2024-05-01T10:00:00.120000Z")
        #expect(time.formatted(fractionDigits: 9) == "2024-05-01T10:00:00.120000000Z")
        #expect(time.description == "2024-05-01T10:00:00.120Z")
        #expect(time.json == "2024-05-01T10:00:00Z")
        #expect(Timestamp(nanosecondsSince1970: -1).description == "1969-12-31T23:59:59.999999999Z")
        #expect(time.truncatedToSeconds.description == "2024-05-01T10:00:00Z")
    }

    @Test(arguments: -280...280 as ClosedRange<Int64>)
    func printsWhatItReads(_ year: Int64) {
        let time = Timestamp(secondsSince1970: year * 31_556_952 + 86_399)
        #expect(Timestamp(time.description) == time)
    }

    @Test func arithmetic() {
        let time = Timestamp(secondsSince1970: 10)
        #expect(time + .milliseconds(1500) == Timestamp(nanosecondsSince1970: 11_500_000_000))
        #expect(time - Timestamp(secondsSince1970: 4) == .seconds(6))
        #expect(time < time + .nanoseconds(1))
    }

    @Test func stopsAtItsEnds() {
        let time = Timestamp(secondsSince1970: 10)
        let last = Timestamp(nanosecondsSince1970: .max)
        #expect(time + .seconds(Int64.max) == last)
        #expect(Timestamp(secondsSince1970: .max) == last)
        #expect(Timestamp(nanosecondsSince1970: .min) - last == .nanoseconds(Int64.min))
        #expect(Timestamp(last.description) == last)
    }
}
