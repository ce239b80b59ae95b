/// Puts the lines of several logs into the order of their times, as far as they are there: a line
/// waits for those of the other logs, but not longer than `patience`.
struct LineMerge {
    struct Line: Sendable, Hashable {
        var line: LogLine
        var source: Int
    }

    /// How long a line waits for a log that has nothing, in nanoseconds.
    let patience: Int64
    private var sources: [Source] = []

    private struct Source {
        var lines: [(line: LogLine, time: Int64)] = []
        var next = 0
        /// When those that wait came.
        var since: Int64 = 0
        var isOpen = true

        var isEmpty: Bool { next == lines.count }
    }

    init(patience: Int64) {
        self.patience = patience
    }

    /// - Returns: the number of another log.
    mutating func open() -> Int {
        sources.append(Source())
        return sources.count - 1
    }

    /// No more comes from a log; what it has is kept.
    mutating func close(_ source: Int) { sources[source].isOpen = false }

    /// - Parameter now: nanoseconds of any clock.
    mutating func add(_ lines: [LogLine], from source: Int, now: Int64) {
        // Within a log lines are in order, whatever their times say.
        var latest = sources[source].lines.last?.time ?? 0
        if sources[source].isEmpty {
            sources[source].lines = []
            sources[source].next = 0
            sources[source].since = now
        }
        for line in lines {
            latest = max(latest, line.nanoseconds)
            sources[source].lines.append((line, latest))
        }
    }

    /// Whether all that came from a log has been taken.
    func isEmpty(_ source: Int) -> Bool { sources[source].isEmpty }

    /// The lines that can be shown now, and when to ask again where some wait.
    mutating func take(now: Int64) -> (lines: [Line], again: Int64?) {
        var taken: [Line] = []
        while let first = first {
            let state = sources[first.source]
            if !first.isSure, state.since > now - patience {
                let (again, isNever) = state.since.addingReportingOverflow(patience)
                return (taken, isNever ? nil : again)
            }
            taken.append(Line(line: state.lines[state.next].line, source: first.source))
            sources[first.source].next += 1
        }
        return (taken, nil)
    }

    /// The log with the earliest line, and whether no other one can bring an earlier one any more.
    private var first: (source: Int, isSure: Bool)? {
        var first: (source: Int, time: Int64)?
        var isSure = true
        for index in sources.indices {
            if sources[index].isEmpty {
                if sources[index].isOpen { isSure = false }
                continue
            }
            let time = sources[index].lines[sources[index].next].time
            if first == nil || time < first!.time { first = (index, time) }
        }
        return first.map { ($0.source, isSure) }
    }
}
