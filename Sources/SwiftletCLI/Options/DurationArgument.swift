import ArgumentParser

/// A duration as Go and kubectl write it: `90s`, `1h30m`, `500ms`; `0` is none.
struct DurationArgument: ExpressibleByArgument, Sendable, Hashable {
    var duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let units: [(String, Duration)] = [
            ("ms", .milliseconds(1)), ("us", .microseconds(1)), ("ns", .nanoseconds(1)),
            ("h", .seconds(3600)), ("m", .seconds(60)), ("s", .seconds(1)),
        ]
        duration = .zero
        if argument == "0" { return }
        var rest = argument[...]
        let sign = rest.hasPrefix("-") ? -1.0 : 1.0
        if sign < 0 { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            guard let number = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            guard let unit = units.first(where: { rest.hasPrefix($0.0) }) else { return nil }
            rest = rest.dropFirst(unit.0.count)
            duration += unit.1 * (number * sign)
        }
    }

    var defaultValueDescription: String { "\(duration)" }

    /// Whole seconds, rounded up.
    var seconds: Int64 {
        let parts = duration.components
        return parts.seconds + (parts.attoseconds > 0 ? 1 : 0)
    }
}
