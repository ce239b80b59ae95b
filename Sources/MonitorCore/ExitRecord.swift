/// How the container's first process ended: the contents of `DIR/exit`.
public struct ExitRecord: Equatable, Sendable {
    /// 0...255; 128 + signal where a signal ended it.
    public var code: Int
    /// The signal that ended it, 0 for none.
    public var signal: Int
    /// Nanoseconds since 1970.
    public var finishedAt: Int
    /// Whether the out-of-memory killer ended a process of the container.
    public var outOfMemory: Bool

    public init(code: Int, signal: Int, finishedAt: Int, outOfMemory: Bool) {
        self.code = code
        self.signal = signal
        self.finishedAt = finishedAt
        self.outOfMemory = outOfMemory
    }

    /// - Parameter waitStatus: as waitpid(2) gives it for a process that has ended.
    public init(waitStatus: Int32, finishedAt: Int, outOfMemory: Bool) {
        let signal = Int(waitStatus & 0x7f)
        let code = signal == 0 ? Int(waitStatus >> 8 & 0xff) : 128 + signal
        self.init(code: code, signal: signal, finishedAt: finishedAt, outOfMemory: outOfMemory)
    }

    public var text: String {
        """
        code=\(code)
        signal=\(signal)
        finished=\(finishedAt)
        oom=\(outOfMemory ? 1 : 0)

        """
    }

    /// Whether a `memory.oom_control` or `memory.events` counts a process killed.
    public static func countsKill(_ events: String) -> Bool {
        for line in events.split(separator: "\n") where line.hasPrefix("oom_kill ") {
            return Int(line.dropFirst(9)) ?? 0 > 0
        }
        return false
    }
}
