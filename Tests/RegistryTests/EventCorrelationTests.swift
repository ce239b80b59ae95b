import KubernetesAPI
import Testing

@testable import KubernetesClient

@Suite struct EventCorrelationTests {
    private func event(_ message: String, second: Int64 = 0, version: String = "1") -> Event {
        .with {
            $0.involvedObject.name = "a"
            $0.involvedObject.resourceVersion = version
            $0.message = message
            $0.count = 1
            $0.lastTimestamp = Timestamp(secondsSince1970: second)
        }
    }

    @Test func anEventRepeatsWhateverTheObjectsVersion() {
        var correlation = EventCorrelation()
        #expect(correlation.repetition(of: event("x")) == nil)
        correlation.remember(event("x"))
        #expect(correlation.repetition(of: event("y")) == nil)
        let second = correlation.repetition(of: event("x", second: 5, version: "2"))
        #expect(second?.count == 2)
        #expect(second?.lastTimestamp == Timestamp(secondsSince1970: 5))
        #expect(correlation.repetition(of: event("x"))?.count == 3)
        correlation.forget(event("x"))
        #expect(correlation.repetition(of: event("x")) == nil)
    }

    @Test func theOldestAreForgottenFirst() {
        var correlation = EventCorrelation()
        for number in 0...EventCorrelation.limit { correlation.remember(event("\(number)")) }
        #expect(correlation.repetition(of: event("0")) == nil)
        #expect(correlation.repetition(of: event("\(EventCorrelation.limit)")) != nil)
    }
}
