import Glibc
import Synchronization

/// One end of a pipe, for calls that wait: each is made on a thread of its own.
public final class PipeEnd: Sendable {
    private let descriptor: Int32
    private let isClosed = Mutex(false)

    /// Takes the descriptor over.
    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    }

    deinit { close() }

    /// Closes it; not while a call waits. Happens with the last reference too.
    public func close() {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        if isFirst { _ = Glibc.close(descriptor) }
    }

    /// The next bytes, up to `count`; none at the end.
    ///
    /// - Throws: `SystemError`.
    public func read(count: Int = 128 << 10) async throws -> [UInt8] {
        try await blockingCall { [self] in
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while true {
                    let size = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                    if size < 0 && errno == EINTR { continue }
                    guard size >= 0 else { throw SystemError("read") }
                    filled = size
                    return
                }
            }
        }
    }

    /// Writes all of it.
    ///
    /// - Throws: `SystemError`, with `EPIPE` where nobody reads.
    public func write(_ bytes: [UInt8]) async throws {
        try await blockingCall { [self] in
            try File.writeAll(bytes, to: descriptor, subject: "pipe")
        }
    }
}
