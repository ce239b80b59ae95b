@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Tells of changes to the files in folders, by inotify(7): one descriptor for all who watch.
public final class FileWatcher: Sendable {
    /// Watches until it is released.
    public final class Watch: Sendable {
        private let watcher: FileWatcher
        private let descriptor: Int32
        private let number: Int

        fileprivate init(_ watcher: FileWatcher, descriptor: Int32, number: Int) {
            self.watcher = watcher
            self.descriptor = descriptor
            self.number = number
        }

        deinit { watcher.remove(number, of: descriptor) }
    }

    private struct State {
        /// By inotify's watch descriptor; a folder has one however many watch it.
        var signals: [Int32: [Int: ChangeSignal]] = [:]
        var nextNumber = 0
    }

    private let descriptor: Int32
    private let source: any DispatchSourceRead
    private let state = Mutex(State())

    /// - Throws: `SystemError`.
    public init() throws {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("inotify_init1") }
        self.descriptor = descriptor
        source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "swiftlet.file-watcher"))
        source.setEventHandler { [weak self] in self?.readEvents() }
        source.setCancelHandler { close(descriptor) }
        source.resume()
    }

    deinit { source.cancel() }

    /// Signals changes to the files in this folder, from now on and as long as the result is held.
    ///
    /// - Throws: `SystemError`, with `ENOENT` where there is no such folder.
    public func watch(folder: String, signal: ChangeSignal) throws -> Watch {
        let mask =
            UInt32(IN_MODIFY) | UInt32(IN_CREATE) | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE_SELF)
            | UInt32(IN_ONLYDIR)
        return try state.withLock { state in
            let added = inotify_add_watch(descriptor, folder, mask)
            guard added >= 0 else { throw SystemError("watch", folder) }
            state.nextNumber += 1
            state.signals[added, default: [:]][state.nextNumber] = signal
            return Watch(self, descriptor: added, number: state.nextNumber)
        }
    }

    private func remove(_ number: Int, of watch: Int32) {
        state.withLock { state in
            state.signals[watch]?[number] = nil
            if state.signals[watch]?.isEmpty == true {
                state.signals[watch] = nil
                inotify_rm_watch(descriptor, watch)
            }
        }
    }

    private func readEvents() {
        let events = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 8)
        defer { events.deallocate() }
        while true {
            let count = read(descriptor, events.baseAddress, events.count)
            guard count > 0 else { return }
            for (signal, reasons) in received(UnsafeRawBufferPointer(rebasing: events[..<count])) {
                signal.signal(reasons)
            }
        }
    }

    private func received(
        _ events: UnsafeRawBufferPointer
    ) -> [(ChangeSignal, ChangeSignal.Reasons)] {
        var reasons: [Int32: ChangeSignal.Reasons] = [:]
        var overflowed = false
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= events.count {
            let event = events.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            offset += MemoryLayout<inotify_event>.size + Int(event.len)
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { overflowed = true }
            reasons[event.wd, default: []].formUnion(
                event.mask & UInt32(IN_MODIFY) != 0 ? .contents : .names)
            if event.mask & UInt32(IN_DELETE_SELF) != 0 { reasons[event.wd]?.insert(.request) }
        }
        return state.withLock { state in
            if overflowed {
                return state.signals.values.flatMap(\.values).map { ($0, [.contents, .names]) }
            }
            return reasons.flatMap { watch, reasons in
                (state.signals[watch] ?? [:]).values.map { ($0, reasons) }
            }
        }
    }
}
