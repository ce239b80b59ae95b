import CLinux
import Dispatch
import Glibc
import LinuxSystem
import Synchronization

/// A connection to a running container's streams. It ends with the container, or when this value is
/// gone; the container does not notice.
public final class AttachedProcess: Sendable {
    private static let queue = DispatchQueue(label: "swiftlet.attachments")
    /// How long a monitor may take to answer, in milliseconds; one from before there was attaching
    /// never does.
    private static let patience: Int32 = 5000
    /// Bytes of output that may wait for a client before it is let go.
    private static let pipeSize: Int32 = 1 << 20

    private let streams: Mutex<ExecProcess.Streams>
    private let end = OneShot<RuntimeError?>()
    private let watch: ReadWatch

    /// Attaches to the container whose folder this is. Blocks for a moment.
    ///
    /// - Throws: `SystemError`; `RuntimeError.wrongState` where no monitor listens.
    init(containerID: String, folder: String, hasInput: Bool, hasTerminal: Bool) throws {
        guard let socket = MonitorConnection.connect(folder: folder) else {
            throw RuntimeError.wrongState(containerID: containerID, "not running")
        }
        var opened: [Int32] = []
        do {
            let output = try Self.pipe(&opened)
            let errorOutput = try Self.pipe(&opened)
            let passed = [output.write, errorOutput.write]
            guard clinux_send_descriptors(socket, "attach", 6, passed, 2) == 6 else {
                throw SystemError("attach to", folder)
            }
            for pipe in passed { close(pipe) }
            opened = [output.read, errorOutput.read]
            let way = try Self.answer(socket, folder)
            var streams = ExecProcess.Streams()
            streams.standardOutput = output.read
            streams.standardError = errorOutput.read
            if let way {
                _ = fcntl(way, F_SETFL, fcntl(way, F_GETFL) | O_NONBLOCK)
                if hasTerminal {
                    streams.terminal = way
                } else if hasInput {
                    streams.standardInput = way
                } else {
                    close(way)
                }
            }
            self.streams = Mutex(streams)
        } catch {
            for descriptor in opened + [socket] { close(descriptor) }
            throw error
        }
        watch = ReadWatch(socket, on: Self.queue)
        try watch.activate { [weak self] in self?.receive(socket) }
    }

    deinit {
        watch.cancel()
        streams.withLock { $0.closeAll() }
    }

    /// Hands the streams over; a second call gets none. Output and error are apart from the
    /// terminal here, which is for writing and for its size.
    public func takeStreams() -> ExecProcess.Streams {
        streams.withLock { streams in
            defer { streams = ExecProcess.Streams() }
            return streams
        }
    }

    /// Waits until the container has ended.
    ///
    /// - Throws: `RuntimeError.attachEnded` where the client was let go; `CancellationError`.
    public func waitForEnd() async throws {
        if let error = try await end.wait() { throw error }
    }

    private func receive(_ socket: Int32) {
        var text = [UInt8](repeating: 0, count: 64)
        let count = recv(socket, &text, text.count, Int32(MSG_DONTWAIT))
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
        watch.cancel()
        let isBehind = count > 0 && text.starts(with: "behind".utf8)
        end.set(isBehind ? .attachEnded("the client did not keep up with the output") : nil)
    }

    /// - Returns: what leads to the container's input; nil where nothing does.
    private static func answer(_ socket: Int32, _ folder: String) throws -> Int32? {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, patience) == 1 else {
            throw SystemError("attach to", folder, code: ETIMEDOUT)
        }
        var passed: Int32 = -1
        var text = [UInt8](repeating: 0, count: 9)
        guard clinux_take_message(socket, &text, 9, &passed) == 9,
            text.starts(with: "attached".utf8)
        else {
            if passed >= 0 { close(passed) }
            throw SystemError("attach to", folder, code: EPROTO)
        }
        return passed >= 0 ? passed : nil
    }

    private static func pipe(_ opened: inout [Int32]) throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard clinux_pipe(&ends) == 0 else { throw SystemError("pipe2") }
        opened += ends
        _ = clinux_set_pipe_size(ends[0], pipeSize)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }
}
