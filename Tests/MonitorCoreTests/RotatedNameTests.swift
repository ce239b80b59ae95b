import MonitorCore
import Testing

@Suite struct RotatedNameTests {
    let noon = 1_795_377_600  // 2026-11-22T20:00:00Z

    @Test func namesByTheClock() {
        #expect(RotatedName.next(secondsSince1970: noon, after: nil).suffix == "20261122-200000")
    }

    @Test func sameSecondAndClockGoneBack() {
        let first = RotatedName.next(secondsSince1970: noon, after: nil)
        let second = RotatedName.next(secondsSince1970: noon, after: first)
        let third = RotatedName.next(secondsSince1970: noon - 3600, after: second)
        #expect(second.suffix == "20261122-200000.1")
        #expect(third.suffix == "20261122-200000.2")
        #expect(first < second && second < third)
    }

    @Test func numbersOrderAsNumbers() throws {
        let ninth = try #require(RotatedName(suffix: "20261122-200000.9"))
        let tenth = try #require(RotatedName(suffix: "20261122-200000.10.gz"))
        let later = try #require(RotatedName(suffix: "20261122-200001"))
        #expect(ninth < tenth && tenth < later)
    }

    @Test(arguments: [
        "", "gz", "20261122", "20261122-20000x", "20261122-200000.0", "20261122-200000.a",
        "20261122-200000.1.2", "tmp",
    ])
    func otherFiles(suffix: String) {
        #expect(RotatedName(suffix: suffix) == nil)
    }
}
