import KubernetesAPI
import Testing

@testable import KubernetesClient

@Suite struct EventCorrelationTests {
    private func event(
        _ message: String, about name: String = "a", reason: String = "Unhealthy",
        second: Int64 = 0, version: String = "1"
    ) -> Event {
        .with {
            $0.metadata.name = "\(name).\(message)"
            $0.involvedObject.name = name
            $0.involvedObject.resourceVersion = version
            $0.reason = reason
            $0.message = message
            $0.count = 1
            $0.firstTimestamp = Timestamp(secondsSince1970: second)
            $0.lastTimestamp = Timestamp(secondsSince1970: second)
        }
    }

    /// `+` with the message of an event that is made, the count and the message of one that is
    /// written again, `wait`.
    private func text(_ step: EventCorrelation.Step) -> String {
        switch step {
        case .create(let event): "+ \(event.message)"
        case .update(let event, _): "\(event.count) \(event.message)"
        case .wait: "wait"
        }
    }

    @Test func anEventRepeatsWhateverTheObjectsVersion() {
        var correlation = EventCorrelation()
        #expect(text(correlation.step(for: event("x"))) == "+ x")
        #expect(text(correlation.step(for: event("y"))) == "+ y")
        guard
            case .update(let second, let anew) = correlation.step(
                for: event("x", second: 5, version: "2"))
        else {
            Issue.record("it is another event")
            return
        }
        #expect(second.count == 2)
        #expect(second.metadata.name == "a.x")
        #expect(second.firstTimestamp == Timestamp(secondsSince1970: 0))
        #expect(second.lastTimestamp == Timestamp(secondsSince1970: 5))
        #expect(anew.count == 1)
        #expect(anew.firstTimestamp == Timestamp(secondsSince1970: 5))
        #expect(text(correlation.step(for: event("x"))) == "3 x")
        correlation.remember(anew)
        #expect(text(correlation.step(for: event("x"))) == "2 x", "counted since it is anew")
        correlation.forget(event("x"))
        #expect(text(correlation.step(for: event("x"))) == "+ x")
    }

    @Test("the tenth message of a kind within ten minutes, and all that follow, are one event")
    func similarOnesAreCombined() {
        var correlation = EventCorrelation()
        for number in 1...9 {
            #expect(text(correlation.step(for: event("\(number)"))) == "+ \(number)")
        }
        #expect(
            text(correlation.step(for: event("ten"))) == "+ (combined from similar events): ten")
        #expect(
            text(correlation.step(for: event("eleven", second: 599)))
                == "2 (combined from similar events): eleven")
        #expect(text(correlation.step(for: event("x", reason: "Killing"))) == "+ x")
        #expect(text(correlation.step(for: event("x", about: "b"))) == "+ x")
        // After ten minutes without any they are told one by one again.
        #expect(text(correlation.step(for: event("twelve", second: 1200))) == "+ twelve")
    }

    @Test("counts of an object are written 25 times at once, then once in five minutes")
    func countsAreNotWrittenWithoutEnd() {
        var correlation = EventCorrelation()
        #expect(text(correlation.step(for: event("x"))) == "+ x")
        for number in 2...25 {
            #expect(text(correlation.step(for: event("x"))) == "\(number) x")
        }
        #expect(correlation.step(for: event("x")) == .wait)
        #expect(correlation.step(for: event("x", second: 299)) == .wait)
        #expect(text(correlation.step(for: event("x", second: 300))) == "28 x", "none is lost")
        #expect(correlation.step(for: event("x", second: 300)) == .wait)
        #expect(text(correlation.step(for: event("x", about: "b"))) == "+ x")
        #expect(text(correlation.step(for: event("y"))) == "+ y", "what is new is always told")
    }

    @Test func theOldestAreForgottenFirst() {
        var correlation = EventCorrelation()
        for number in 0...EventCorrelation.limit {
            _ = correlation.step(for: event("x", about: "\(number)"))
        }
        #expect(text(correlation.step(for: event("x", about: "0"))) == "+ x")
        #expect(
            text(correlation.step(for: event("x", about: "\(EventCorrelation.limit)"))) == "2 x")
    }
}
