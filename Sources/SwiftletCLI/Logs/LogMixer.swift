/// Shows the lines of several logs in the order of their times. Whoever brings lines waits until they
/// are shown, so that a log that is read faster than the others does not pile up.
actor LogMixer {
    private var merge: LineMerge
    private var targets: [LogTarget] = []
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private let style: LogStyle
    private let show: @Sendable ([UInt8]) -> Void
    private let clock = ContinuousClock()
    private let start = ContinuousClock.now
    private nonisolated let (deadlines, deadline) = AsyncStream.makeStream(
        of: Int64.self, bufferingPolicy: .bufferingNewest(1))

    /// - Parameter patience: how long a line waits for a log that has nothing; nil until it has.
    init(
        style: LogStyle, patience: Duration?, show: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.style = style
        self.show = show
        let nanoseconds = patience.map { Int64($0 / .nanoseconds(1)) }
        merge = LineMerge(patience: nanoseconds ?? .max)
    }

    /// - Returns: the number of another log.
    func open(_ target: LogTarget) -> Int {
        targets.append(target)
        return merge.open()
    }

    func close(_ source: Int) {
        merge.close(source)
        drain()
    }

    /// Takes lines of a log; returns once they are shown.
    func add(_ lines: [LogLine], from source: Int) async {
        guard !lines.isEmpty else { return }
        merge.add(lines, from: source, now: now)
        drain()
        if merge.isEmpty(source) { return }
        await withCheckedContinuation { waiting[source] = $0 }
    }

    /// Shows what has waited long enough, until the task is cancelled.
    func run() async {
        for await time in deadlines {
            try? await Task.sleep(until: start + .nanoseconds(time), clock: clock)
            drain()
        }
    }

    private var now: Int64 { Int64((clock.now - start) / .nanoseconds(1)) }

    private func drain() {
        let (lines, again) = merge.take(now: now)
        var output: [UInt8] = []
        for line in lines {
            output += style.render(line.line, of: targets[line.source], number: line.source) ?? []
        }
        if !output.isEmpty { show(output) }
        for (source, continuation) in waiting where merge.isEmpty(source) {
            waiting[source] = nil
            continuation.resume()
        }
        if let again { deadline.yield(again) }
    }
}
