import JSON
import Synchronization

/// How long each stage of a Pod's start took.
public final class StartupTrace: Sendable {
    /// One stage.
    public struct Stage: Sendable, Hashable {
        /// `sandbox`, `volumes`, `image logwriter`, `rootfs logwriter`, `create logwriter`, which
        /// has the one before in it, `start logwriter`.
        public var name: String
        /// Nanoseconds since 1970.
        public var startedAt: Int64
        /// Nanoseconds.
        public var duration: Int64
    }

    /// A stage that is under way.
    struct Span {
        let trace: StartupTrace
        let name: String
        let startedAt: Int64

        func end() {
            trace.add(
                Stage(name: name, startedAt: startedAt, duration: trace.clock.now() - startedAt))
        }
    }

    /// When the kubelet saw the Pod first, nanoseconds since 1970.
    public let seenAt: Int64
    private let clock: any WallClock
    private let recorded = Mutex<(stages: [Stage], runningAt: Int64?)>(([], nil))

    /// Restarts go on for ever; a start has few stages.
    private static let maximumCount = 256

    init(clock: any WallClock) {
        self.clock = clock
        seenAt = clock.now()
    }

    /// The stages in the order of their ends; those of restarts follow until the record is full.
    public var stages: [Stage] { recorded.withLock { $0.stages } }

    /// When all app containers ran for the first time, nanoseconds since 1970.
    public var runningAt: Int64? { recorded.withLock { $0.runningAt } }

    /// Offsets and durations in microseconds.
    public var json: JSONValue {
        let (stages, runningAt) = recorded.withLock { $0 }
        let list = stages.map { stage -> JSONValue in
            [
                "name": .string(stage.name),
                "offset": .integer((stage.startedAt - seenAt) / 1000),
                "duration": .integer(stage.duration / 1000),
            ]
        }
        var json: JSONValue = ["seenAt": .integer(seenAt), "stages": .array(list)]
        json["running"] = runningAt.map { .integer(($0 - seenAt) / 1000) }
        return json
    }

    func begin(_ name: String) -> Span {
        Span(trace: self, name: name, startedAt: clock.now())
    }

    /// - Returns: whether this was the first time.
    func markRunning() -> Bool {
        recorded.withLock {
            guard $0.runningAt == nil else { return false }
            $0.runningAt = clock.now()
            return true
        }
    }

    private func add(_ stage: Stage) {
        recorded.withLock {
            if $0.stages.count < Self.maximumCount { $0.stages.append(stage) }
        }
    }
}
