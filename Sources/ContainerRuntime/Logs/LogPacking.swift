import CLinux
@preconcurrency import Dispatch
import Glibc
import LinuxSystem
import Logging
import Synchronization

/// Has the rotated files of the logs packed that it is told of: one file after the other, on a
/// thread that runs when nothing else wants to.
///
/// A log that turns over faster than a file a second is left alone until it calms down: its files
/// do not live long enough for it to be worth anything.
final class LogPacking: Sendable {
    private struct State {
        /// By inotify's watch descriptor.
        var folders: [Int32: String] = [:]
        /// When each folder that has something to pack was rotated last.
        var due: [String: DispatchTime] = [:]
        var waiting: [String] = []
        var isWorking = false
    }

    /// How long after a rotation packing begins.
    private let calm: DispatchTimeInterval
    private let logger: Logger
    private let descriptor: Int32
    private let source: (any DispatchSourceRead)?
    private let queue = DispatchQueue(label: "swiftlet.log-packing")
    private let state = Mutex(State())

    init(logger: Logger, calm: DispatchTimeInterval = .seconds(1)) {
        self.logger = logger
        self.calm = calm
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        source =
            descriptor < 0
            ? nil : DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source?.setEventHandler { [weak self] in self?.readEvents() }
        source?.setCancelHandler { [descriptor] in close(descriptor) }
        source?.resume()
    }

    deinit { source?.cancel() }

    /// Packs what there is in a folder of log files, and what is rotated in it from now on until it
    /// is removed. Fine to call again.
    func begin(folder: String) {
        guard source != nil else { return }
        state.withLock { state in
            let watch = inotify_add_watch(
                descriptor, folder, UInt32(IN_MOVED_TO) | UInt32(IN_ONLYDIR))
            if watch >= 0 { state.folders[watch] = folder }
        }
        schedule(folder)
    }

    private func schedule(_ folder: String) {
        let time = DispatchTime.now() + calm
        let isFirst = state.withLock { $0.due.updateValue(time, forKey: folder) == nil }
        if isFirst { wake(folder, at: time) }
    }

    private func wake(_ folder: String, at time: DispatchTime) {
        queue.asyncAfter(deadline: time) { [weak self] in self?.timeHasCome(for: folder) }
    }

    /// Packs, unless the log was rotated again meanwhile.
    private func timeHasCome(for folder: String) {
        let later = state.withLock { state -> DispatchTime? in
            guard let due = state.due[folder] else { return nil }
            if due > .now() { return due }
            state.due[folder] = nil
            if !state.waiting.contains(folder) { state.waiting.append(folder) }
            return nil
        }
        if let later { return wake(folder, at: later) }
        let begins = state.withLock { state in
            defer { state.isWorking = true }
            return !state.isWorking
        }
        guard begins else { return }
        Task { try? await callOnOwnThread { [self] in work() } }
    }

    private func work() {
        clinux_run_in_background()
        while let folder = next() {
            LogPacker.removeUnfinished(in: folder)
            for file in LogPacker.candidates(in: folder) {
                do {
                    try LogPacker.pack(file)
                } catch {
                    logger.warning(
                        "a log file could not be packed", metadata: ["error": "\(error)"])
                    break
                }
            }
        }
    }

    private func next() -> String? {
        state.withLock { state in
            guard let folder = state.waiting.first else {
                state.isWorking = false
                return nil
            }
            state.waiting.removeFirst()
            return folder
        }
    }

    // MARK: - inotify

    private func readEvents() {
        let events = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 8)
        defer { events.deallocate() }
        while true {
            let count = read(descriptor, events.baseAddress, events.count)
            guard count > 0 else { return }
            for folder in rotated(UnsafeRawBufferPointer(rebasing: events[..<count])) {
                schedule(folder)
            }
        }
    }

    /// The folders in which a file was rotated.
    private func rotated(_ events: UnsafeRawBufferPointer) -> Set<String> {
        var folders: Set<String> = []
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= events.count {
            let event = events.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let name = offset + MemoryLayout<inotify_event>.size
            offset = name + Int(event.len)
            state.withLock { state in
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                    folders.formUnion(state.folders.values)
                } else if event.mask & UInt32(IN_IGNORED) != 0 {
                    state.folders[event.wd] = nil
                } else if let folder = state.folders[event.wd],
                    let file = LogFileName(Self.text(events[name..<offset])),
                    file.rotation != nil, !file.isPacked
                {
                    folders.insert(folder)
                }
            }
        }
        return folders
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
