import Glibc
import LinuxSystem

/// How far a file has been written, for a thread that reads behind its writer.
final class BlobGrowth: @unchecked Sendable {
    // @unchecked: `state` is touched only with the lock held.
    private enum State {
        case growing(Int64)
        case complete(Int64)
        case failed
    }

    /// No more will come; the download itself tells why.
    struct Ended: Error {}

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var state = State.growing(0)

    init() {
        lock = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// So many bytes can be read.
    func advance(to count: Int64) { set(.growing(count)) }

    /// All is there, and proven.
    func complete(_ count: Int64) { set(.complete(count)) }

    /// No more will come.
    func fail() { set(.failed) }

    /// Whether no more will come, though it is not complete.
    var hasFailed: Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        if case .failed = state { return true }
        return false
    }

    /// Lets readers look whether they are still wanted.
    func wake() {
        pthread_mutex_lock(lock)
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }

    private func set(_ new: State) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        // What has ended stays as it is.
        guard case .growing = state else { return }
        state = new
        pthread_cond_broadcast(changed)
    }

    /// Blocks until there is more than `position` bytes, or no more will come.
    ///
    /// - Returns: the bytes that are there; `position` at the end.
    /// - Throws: `Ended` where the writer gave up, or `CancellationError`.
    func wait(beyond position: Int64, isCancelled: () -> Bool) throws -> Int64 {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while true {
            guard !isCancelled() else { throw CancellationError() }
            switch state {
            case .growing(let count) where count > position: return count
            case .growing: pthread_cond_wait(changed, lock)
            case .complete(let count): return max(count, position)
            case .failed: throw Ended()
            }
        }
    }
}

/// Reads a blob from its file, perhaps while it still arrives: at the end of what is there, a read
/// waits for more. The end is told only once the blob's digest is proven.
///
/// Used by one thread, which it blocks.
final class BlobReader {
    private let path: String
    private let file: Int32
    private let growth: BlobGrowth?
    private let isCancelled: () -> Bool
    private var position: Int64 = 0
    private let memory: PageBuffer
    private var buffer: UnsafeMutableRawBufferPointer { memory.bytes }

    /// - Parameter growth: of a file that is still written; nil for one that is complete.
    /// - Throws: `SystemError`
    init(
        path: String, growth: BlobGrowth? = nil, isCancelled: @escaping () -> Bool = { false }
    ) throws {
        self.path = path
        self.growth = growth
        self.isCancelled = isCancelled
        memory = try PageBuffer(256 << 10)
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemError("open", path) }
    }

    deinit {
        close(file)
    }

    /// The first bytes, which are still to be read; fewer where there are no more.
    ///
    /// - Throws: as `next` does.
    func peek(_ count: Int) throws -> [UInt8] {
        _ = try growth?.wait(beyond: Int64(count) - 1, isCancelled: isCancelled)
        var bytes = [UInt8](repeating: 0, count: count)
        let found = pread(file, &bytes, count, 0)
        guard found >= 0 else { throw SystemError("read", path) }
        return Array(bytes[..<found])
    }

    /// The next bytes, valid until the next call; empty at the end.
    ///
    /// - Throws: `SystemError`, `CancellationError`, or `BlobGrowth.Ended` where the download failed.
    func next() throws -> UnsafeRawBufferPointer {
        var limit = buffer.count
        if let growth {
            let available = try growth.wait(beyond: position, isCancelled: isCancelled)
            limit = Int(min(Int64(limit), available - position))
        } else if isCancelled() {
            throw CancellationError()
        }
        while true {
            let count = pread(file, buffer.baseAddress!, limit, Int(position))
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("read", path)
            }
            position += Int64(count)
            return UnsafeRawBufferPointer(rebasing: buffer[..<count])
        }
    }
}
