import Dispatch
import Glibc
import LinuxSystem
import Synchronization

/// Reads a pipe as things come, and keeps the first bytes of it.
final class OutputCollector: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isOpen = true
    }

    private let descriptor: Int32
    private let limit: Int
    private let state = Mutex(State())
    private let watch: ReadWatch

    /// - Parameters:
    ///   - descriptor: does not block; closed here.
    ///   - limit: in bytes; what comes after them is read and dropped.
    /// - Throws: `SystemError`.
    init(_ descriptor: Int32, limit: Int, queue: DispatchQueue) throws {
        self.descriptor = descriptor
        self.limit = limit
        watch = ReadWatch(descriptor, on: queue)
        try watch.activate { [weak self] in self?.read() }
    }

    deinit { watch.cancel() }

    /// What came until now: all that a command wrote that has ended, though something it started
    /// may hold the pipe open still.
    func finish() -> [UInt8] {
        read()
        watch.cancel()
        return state.withLock { state in
            state.isOpen = false
            return state.bytes
        }
    }

    private func read() {
        state.withLock { state in
            // What is written faster than it is read here must not keep us forever.
            for _ in 0..<64 where state.isOpen {
                var count = 0
                let piece = [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, size in
                    count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                    size = max(0, count)
                }
                if count < 0 && errno == EINTR { continue }
                if count < 0 && errno == EAGAIN { return }
                guard count > 0 else {
                    state.isOpen = false
                    watch.cancel()
                    return
                }
                state.bytes += piece.prefix(limit - state.bytes.count)
            }
        }
    }
}
