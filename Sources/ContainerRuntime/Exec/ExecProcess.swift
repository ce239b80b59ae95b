import CLinux
import Dispatch
import Glibc
import LinuxSystem
import Synchronization

/// A command that runs in a container. It goes on when this value is gone and when this program is.
public final class ExecProcess: Sendable {
    /// This side of the command's streams; nil where it was not asked for. They belong to whoever
    /// takes them and do not block.
    public struct Streams: Sendable, Hashable {
        public var standardInput: Int32?
        public var standardOutput: Int32?
        public var standardError: Int32?
        /// The master side of its terminal, in the place of the three.
        public var terminal: Int32?

        func closeAll() {
            for case let descriptor? in [standardInput, standardOutput, standardError, terminal] {
                close(descriptor)
            }
        }
    }

    /// How the command came to be or not, and to its end.
    enum Outcome: Sendable {
        case success(Int)
        case failure(RuntimeError)

        func get() throws(RuntimeError) -> Int {
            switch self {
            case .success(let value): return value
            case .failure(let error): throw error
            }
        }
    }

    private let streams: Mutex<Streams>
    private let start = OneShot<Outcome>()
    private let end = OneShot<Outcome>()
    private let helper: pid_t
    private let control: Int32
    let queue: DispatchQueue
    private let watch: ReadWatch

    /// Starts the helper that brings the command into the container.
    ///
    /// - Throws: `SystemError`.
    init(_ specification: ExecSpecification, program: String) throws {
        let launch = try ExecLaunch(specification, program: program)
        streams = Mutex(launch.streams)
        helper = launch.helper
        control = launch.control
        queue = DispatchQueue(label: "swiftlet.exec")
        watch = ReadWatch(control, on: queue)
        do {
            // It holds this value until the helper has ended, which is then taken note of.
            try watch.activate { self.receive() }
        } catch {
            Glibc.kill(helper, SIGKILL)
            _ = try? ChildProcess.wait(helper)
            throw error
        }
    }

    deinit { streams.withLock { $0.closeAll() } }

    /// Waits until the command runs.
    ///
    /// - Throws: `RuntimeError.execFailed`; `CancellationError`.
    func waitForStart() async throws {
        _ = try await start.wait().get()
    }

    /// Hands the streams over; a second call gets none.
    public func takeStreams() -> Streams {
        streams.withLock { streams in
            defer { streams = Streams() }
            return streams
        }
    }

    /// Waits for the command's end.
    ///
    /// - Returns: 0...255; 128 + signal where a signal ended it.
    /// - Throws: `RuntimeError.execFailed` where nobody knows how it ended; `CancellationError`.
    public func waitForEnd() async throws -> Int {
        try await end.wait().get()
    }

    /// Kills the command and what it started in its session's first process group.
    public func kill() {
        queue.async { [self] in
            if !watch.isCancelled { _ = clinux_send_message(control, "kill", 4, -1) }
        }
    }

    /// Takes what the helper tells.
    private func receive() {
        while true {
            var passed: Int32 = -1
            var text = [UInt8](repeating: 0, count: 8192)
            let count = clinux_take_message(control, &text, UInt(text.count), &passed)
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { return }
            }
            guard count > 0 else { return finish() }
            take(String(decoding: text[..<count], as: UTF8.self), passed: passed)
        }
    }

    private func take(_ message: String, passed: Int32) {
        let words = message.split(separator: " ", maxSplits: 1)
        let rest = words.count > 1 ? String(words[1]) : ""
        switch words.first {
        case "terminal" where passed >= 0: streams.withLock { $0.terminal = passed }
        case "started": start.set(.success(Int(rest) ?? 0))
        case "failed": fail(.execFailed(rest))
        case "exited": end.set(.success(Int(rest) ?? 255))
        default: if passed >= 0 { close(passed) }
        }
    }

    private func fail(_ error: RuntimeError) {
        start.set(.failure(error))
        end.set(.failure(error))
    }

    /// The helper closes its side when it ends and not before.
    private func finish() {
        fail(.execFailed("swiftlet-monitor --exec ended before the command"))
        watch.cancel()
        _ = try? ChildProcess.wait(helper)
    }
}

extension TerminalSize {
    /// Gives a terminal this size; what runs in it gets SIGWINCH.
    public func apply(to terminal: Int32) {
        _ = clinux_resize_terminal(terminal, columns, rows)
    }
}
