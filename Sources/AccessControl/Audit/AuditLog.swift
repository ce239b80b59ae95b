import Dispatch
import Glibc
import JSON
import Logging
import Synchronization

/// The audit log: a file of one JSON object a line, mode 0600.
///
/// Whoever records something never waits: the lines are written by a thread of their own, and
/// where the disk does not keep up they are dropped and counted.
public final class AuditLog: Sendable {
    /// Events that may wait to be written.
    private static let capacity = 8192

    private struct Backlog {
        var waiting = 0
        var dropped = 0
    }

    private let queue = DispatchQueue(label: "swiftlet.audit")
    private let backlog = Mutex(Backlog())
    private let logger: Logger
    // Touched on the queue only.
    nonisolated(unsafe) private let file: RotatedFile

    /// - Parameters:
    ///   - path: appended to where it is there.
    ///   - maximumSize: bytes after which it becomes `path.1`, that `path.2`, and so on.
    ///   - maximumBackups: how many of those are kept.
    /// - Throws: `PrivateFileError`.
    public init(
        path: String, maximumSize: Int = 100 << 20, maximumBackups: Int = 10, logger: Logger
    ) throws {
        file = try RotatedFile(
            path: path, maximumSize: maximumSize, maximumBackups: maximumBackups)
        self.logger = logger
    }

    /// Writes it soon; returns at once.
    public func record(_ event: JSONValue) {
        let isTaken = backlog.withLock { backlog in
            guard backlog.waiting < Self.capacity else {
                backlog.dropped += 1
                return false
            }
            backlog.waiting += 1
            return true
        }
        guard isTaken else { return }
        queue.async { [self] in write(event) }
    }

    /// Returns once all that was recorded so far is written.
    public func flush() async {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }

    private func write(_ event: JSONValue) {
        let dropped = backlog.withLock { backlog in
            backlog.waiting -= 1
            defer { backlog.dropped = 0 }
            return backlog.dropped
        }
        if dropped > 0 {
            logger.error("audit events dropped", metadata: ["count": "\(dropped)"])
        }
        do {
            try file.append(event.serializedBytes() + [UInt8(ascii: "\n")])
        } catch {
            logger.error("audit event not written", metadata: ["error": "\(error)"])
        }
    }
}
