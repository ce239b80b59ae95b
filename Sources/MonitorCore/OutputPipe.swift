import CLinux
import Glibc

/// The reading side of one of the container's outputs.
struct OutputPipe: ~Copyable {
    let stream: RecordPrefix.Stream
    private(set) var descriptor: Int32
    private var splitter = LineSplitter()

    init(stream: RecordPrefix.Stream, descriptor: Int32) {
        self.stream = stream
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    var isOpen: Bool { descriptor >= 0 }

    /// Reads once and puts what came into the log.
    ///
    /// - Returns: the bytes read; 0 at the end, where the pipe is closed, or when nothing is there.
    mutating func copy(
        to log: LogWriter, through buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return 0 }
        // The master of a pseudo-terminal that nobody holds open any more fails with EIO.
        guard count > 0 else {
            finish(log)
            return 0
        }
        Self.stamp(log)
        let stream = stream
        splitter.consume(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { partial, text in
            log.append(stream: stream, partial: partial, text: text)
        }
        log.flush()
        return count
    }

    /// Ends the stream, though the writing side may be open still.
    mutating func finish(_ log: LogWriter) {
        guard isOpen else { return }
        Self.stamp(log)
        let stream = stream
        splitter.finish { partial, text in
            log.append(stream: stream, partial: partial, text: text)
        }
        log.flush()
        close(descriptor)
        descriptor = -1
    }

    private static func stamp(_ log: LogWriter) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        log.stamp(now)
    }

    /// A pipe as large as the kernel allows, up to 1 MiB: the container rarely waits for us, and
    /// we take much at a time.
    static func make() throws(MonitorError) -> (read: Int32, write: Int32) {
        var ends: (Int32, Int32) = (-1, -1)
        let failed = withUnsafeMutablePointer(to: &ends) {
            $0.withMemoryRebound(to: Int32.self, capacity: 2) { clinux_pipe($0) != 0 }
        }
        if failed { throw MonitorError("pipe", code: errno) }
        var size: Int32 = 1 << 20
        while size > 1 << 16, clinux_set_pipe_size(ends.0, size) < 0 { size /= 2 }
        return ends
    }
}
