import CLinux
import Dispatch
import Glibc
import Synchronization

/// Calls back whenever a descriptor can be read or has been hung up.
///
/// It stands in for libdispatch's read sources where the other side may hang up: a daemon with many
/// of those has ended in `_dispatch_event_loop_drain`, in the memory of a source that was gone.
/// Here the kernel is given numbers, and that of a watch that is gone is not found.
public final class ReadWatch: Sendable {
    private enum State {
        case idle
        case active(@Sendable () -> Void)
        case cancelled
    }

    private let descriptor: Int32
    private let queue: DispatchQueue
    private let number = Readiness.shared.nextNumber()
    private let state = Mutex(State.idle)

    /// - Parameters:
    ///   - descriptor: belongs to this value from now on, which closes it after `cancel`.
    ///   - queue: runs one thing at a time.
    public init(_ descriptor: Int32, on queue: DispatchQueue) {
        self.descriptor = descriptor
        self.queue = queue
    }

    deinit { cancel() }

    /// Begins to watch; to be called once. This value lives until `cancel` from then on.
    ///
    /// - Parameter handler: called on the queue. `cancel` lets it go, with what it holds.
    /// - Throws: `SystemError`; then the watch is cancelled.
    public func activate(_ handler: @escaping @Sendable () -> Void) throws(SystemError) {
        state.withLock { $0 = .active(handler) }
        Readiness.shared.insert(self, number)
        do throws(SystemError) {
            try Readiness.shared.wait(for: descriptor, number, isKnown: false)
        } catch {
            cancel()
            throw error
        }
    }

    public var isCancelled: Bool {
        state.withLock { if case .cancelled = $0 { true } else { false } }
    }

    /// No call of the handler begins after this one. The descriptor is closed on the queue, after a
    /// call that is under way. Further calls do nothing.
    public func cancel() {
        let before = state.withLock { state in
            defer { state = .cancelled }
            return state
        }
        switch before {
        case .cancelled: return
        case .idle: close(descriptor)
        case .active:
            Readiness.shared.remove(number, descriptor)
            queue.async { [descriptor] in close(descriptor) }
        }
    }

    fileprivate func isReady() {
        queue.async { [self] in
            guard case .active(let handler) = state.withLock({ $0 }) else { return }
            handler()
            guard !isCancelled else { return }
            // Where it was cancelled meanwhile, the kernel does not know the descriptor any more,
            // which is closed after this.
            try? Readiness.shared.wait(for: descriptor, number, isKnown: true)
        }
    }
}

/// The thread that waits for all descriptors.
private final class Readiness: Sendable {
    static let shared = Readiness()

    private let epoll = clinux_epoll_make()
    private let watches = Mutex<[UInt64: ReadWatch]>([:])
    private let numbers = Atomic<UInt64>(0)

    private init() {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Readiness>.fromOpaque(argument!).takeUnretainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "no thread can be made")
        pthread_detach(thread)
    }

    func nextNumber() -> UInt64 { numbers.wrappingAdd(1, ordering: .relaxed).newValue }

    func insert(_ watch: ReadWatch, _ number: UInt64) {
        watches.withLock { $0[number] = watch }
    }

    func remove(_ number: UInt64, _ descriptor: Int32) {
        clinux_epoll_forget(epoll, descriptor)
        // What it holds must not go under the lock.
        let watch = watches.withLock { $0.removeValue(forKey: number) }
        _ = watch
    }

    func wait(for descriptor: Int32, _ number: UInt64, isKnown: Bool) throws(SystemError) {
        guard clinux_epoll_await(epoll, descriptor, number, isKnown ? 1 : 0) == 0 else {
            throw SystemError("epoll_ctl")
        }
    }

    private func run() {
        var ready = [UInt64](repeating: 0, count: 64)
        while true {
            let count = clinux_epoll_wait(epoll, &ready)
            // A signal came, or the machine has no epoll at all.
            guard count >= 0 else {
                precondition(errno == EINTR, "epoll_wait: \(errno)")
                continue
            }
            for number in ready.prefix(Int(count)) {
                watches.withLock { $0[number] }?.isReady()
            }
        }
    }
}
