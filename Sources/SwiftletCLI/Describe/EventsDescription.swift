import KubernetesAPI

/// The events at the end of a description, and of `swiftlet events`.
enum EventsDescription {
    static func add(_ events: [Event], now: Timestamp, to text: inout DescriptionText) {
        guard !events.isEmpty else { return text.field("Events", "<none>") }
        text.line("Events:")
        text.line("Type\tReason\tAge\tFrom\tMessage", level: 1)
        text.line("----\t------\t----\t----\t-------", level: 1)
        for event in events.sorted(by: { $0.lastSeen < $1.lastSeen }) {
            let from =
                event.source.component.isEmpty ? event.reportingComponent : event.source.component
            let lines = event.message.split(whereSeparator: \.isNewline)
            var message = lines.joined(separator: " ")
            while message.last == " " { message.removeLast() }
            text.line(
                "\(event.type)\t\(event.reason)\t\(event.age(now: now))\t\(from)\t\(message)",
                level: 1)
        }
    }
}

extension Event {
    /// When it was seen last.
    var lastSeen: Timestamp {
        series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp
            ?? metadata.creationTimestamp ?? Timestamp(nanosecondsSince1970: 0)
    }

    /// When it was seen first.
    var firstSeen: Timestamp { firstTimestamp ?? eventTime ?? lastSeen }

    /// `5s`, or `5s (x3 over 1m)` where it was seen several times.
    func age(now: Timestamp) -> String {
        let repeats = max(count, series?.count ?? 0)
        guard repeats > 1 else { return HumanDuration.since(firstSeen, now: now) }
        let last = HumanDuration.since(lastSeen, now: now)
        return "\(last) (x\(repeats) over \(HumanDuration.since(firstSeen, now: now)))"
    }
}
