import LinuxSystem
import Synchronization

/// Reads one container's log, piece by piece as the caller asks: a slow caller costs nothing but
/// the file it holds open. It goes across rotations and, with `follow`, into later runs of the
/// container, without losing or repeating a line as long as the files it has not reached are kept.
public final class ContainerLogReader: Sendable {
    private struct Ending {
        /// Whether to ask if more output can come; at first and after each `wake`.
        var isUnknown = true
        var isFinished = false
        /// What is read next was written just now and is in memory.
        var isAtEnd = false
    }

    private let folder: LogFolder
    private let follow: Bool
    private let isFinished: @Sendable () async -> Bool
    private let signal = ChangeSignal()
    private let watch: FileWatcher.Watch?
    private let scan: Mutex<LogScan>
    private let ending = Mutex(Ending())

    /// - Parameters:
    ///   - folder: holds `<attempt>.log` and what was rotated from it.
    ///   - watcher: only needed to follow; one serves all readers.
    ///   - isFinished: whether no more output can come for this container; asked at the end of
    ///     the log at first and after each `wake`, when following.
    /// - Throws: `SystemError`, with `ENOENT` where a folder to follow does not exist.
    public init(
        folder: String, options: ContainerLogOptions, watcher: FileWatcher?,
        isFinished: @escaping @Sendable () async -> Bool = { true }
    ) throws {
        self.folder = LogFolder(path: folder)
        self.isFinished = isFinished
        follow = options.follow && watcher != nil
        // Before the first look at the files: nothing that comes after it is missed.
        watch = follow ? try watcher?.watch(folder: folder, signal: signal) : nil
        var options = options
        options.follow = follow
        scan = Mutex(LogScan(folder: self.folder, options: options))
    }

    /// Has `isFinished` asked again; call it when the container has ended or its Pod is deleted.
    public func wake() { signal.signal(.request) }

    /// Opens what is still to be read, so that removing the folder takes nothing away. Blocks.
    public func keepRest() { try? scan.withLock { try $0.keepRest() } }

    /// The next piece of the log, of any size but never empty; nil at its end. Waits when
    /// following. One task at a time may call it.
    ///
    /// - Throws: `SystemError`.
    public func next() async throws -> [UInt8]? {
        while !Task.isCancelled {
            switch try await step() {
            case .text(let text): return text
            case .end: return nil
            case .caughtUp:
                guard follow, try await waitForMore() else {
                    let rest = scan.withLock { $0.release() }
                    return rest.isEmpty ? nil : rest
                }
            }
        }
        return nil
    }

    /// The log as a stream that reads only when asked.
    public var pieces: AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { try await self.next() }
    }

    private func step() async throws -> LogScan.Step {
        if ending.withLock(\.isAtEnd) { return try scan.withLock { try $0.step() } }
        return try await blockingCall { try self.scan.withLock { try $0.step() } }
    }

    /// At the end of what there is.
    ///
    /// - Returns: false where nothing can come any more.
    private func waitForMore() async throws -> Bool {
        let (ask, finished) = ending.withLock { ending in
            defer { ending.isUnknown = false }
            return (ending.isUnknown, ending.isFinished)
        }
        // The log was read to its end once more after it was finished.
        if finished { return false }
        if ask, await isFinished() {
            ending.withLock { $0.isFinished = true }
            scan.withLock { $0.namesChanged() }
            return true
        }
        let alarm = scan.withLock(\.holdDeadline).map { deadline in
            Task { [signal] in
                try await Task.sleep(until: deadline, clock: .continuous)
                signal.signal(.contents)
            }
        }
        let reasons = await signal.wait()
        alarm?.cancel()
        ending.withLock { ending in
            ending.isAtEnd = true
            if reasons.contains(.request) { ending.isUnknown = true }
        }
        if reasons.contains(.names) { scan.withLock { $0.namesChanged() } }
        return true
    }
}
