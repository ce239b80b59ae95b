import CLinux
import Glibc

/// What the monitor does from the container's creation to its end: waits in poll(2) for output,
/// ended children and clients.
struct EventLoop: ~Copyable {
    /// How long output is read after the container's end where something else holds the pipes
    /// open, in nanoseconds.
    private static let drainTime = 1_000_000_000
    /// After so long without output the memory that a burst took is given back, in milliseconds.
    private static let idleTime: Int32 = 2000
    private static let bufferSize = 64 * 1024

    private let log: LogWriter
    private var standardOutput: OutputPipe
    private var standardError: OutputPipe
    var sockets: ClientSockets
    private var attachments: Attachments
    private let childSignals: Int32
    private let process: pid_t
    private let oomFile: String

    private let buffer: UnsafeMutableRawBufferPointer
    private let descriptors: UnsafeMutablePointer<pollfd>
    private var record: ExitRecord?
    /// On the monotonic clock, in nanoseconds.
    private var drainDeadline = 0
    private var hasBurst = false

    init(
        log: LogWriter, standardOutput: Int32, standardError: Int32, sockets: ClientSockets,
        attachments: Attachments, childSignals: Int32, process: pid_t, oomFile: String
    ) {
        self.log = log
        self.standardOutput = OutputPipe(stream: .stdout, descriptor: standardOutput)
        self.standardError = OutputPipe(stream: .stderr, descriptor: standardError)
        self.sockets = sockets
        self.attachments = attachments
        self.childSignals = childSignals
        self.process = process
        self.oomFile = oomFile
        buffer = .allocate(byteCount: Self.bufferSize, alignment: 4096)
        descriptors = .allocate(capacity: 4 + ClientSockets.maximum)
    }

    deinit {
        buffer.deallocate()
        descriptors.deallocate()
    }

    /// Returns when the container has ended and its output is in the log.
    mutating func run() -> ExitRecord {
        trim()
        while true {
            if let record, !standardOutput.isOpen && !standardError.isOpen || drainTimeLeft() == 0 {
                standardOutput.finish(log)
                standardError.finish(log)
                log.flush()
                return record
            }
            wait()
        }
    }

    private mutating func wait() {
        let clients = sockets.clients
        descriptors[0] = Self.waiting(standardOutput.descriptor)
        descriptors[1] = Self.waiting(standardError.descriptor)
        descriptors[2] = Self.waiting(childSignals)
        descriptors[3] = Self.waiting(sockets.acceptsMore ? sockets.listener : -1)
        for (index, client) in clients.enumerated() {
            descriptors[4 + index] = Self.waiting(client)
        }
        let ready = poll(descriptors, nfds_t(4 + clients.count), timeout())
        if ready == 0 && record == nil { trim() }
        guard ready > 0 else { return }
        if descriptors[0].revents != 0 {
            let count = standardOutput.copy(to: log, through: buffer)
            attachments.pass(buffer, count, .stdout, isOpen: standardOutput.isOpen)
            noteBurst(count)
        }
        if descriptors[1].revents != 0 {
            let count = standardError.copy(to: log, through: buffer)
            attachments.pass(buffer, count, .stderr, isOpen: standardError.isOpen)
            noteBurst(count)
        }
        for (index, client) in clients.enumerated() where descriptors[4 + index].revents != 0 {
            switch sockets.read(client) {
            case .nothing: continue
            case .attach(let passed): attachments.add(passed, to: client)
            case .left: attachments.remove(client)
            }
        }
        if descriptors[3].revents != 0 { sockets.accept() }
        if descriptors[2].revents != 0 { reap() }
    }

    /// poll(2) passes over a negative descriptor.
    private static func waiting(_ descriptor: Int32) -> pollfd {
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    }

    private func timeout() -> Int32 {
        if record != nil { return Int32(drainTimeLeft() / 1_000_000 + 1) }
        return hasBurst ? Self.idleTime : -1
    }

    private func drainTimeLeft() -> Int {
        guard record != nil else { return Self.drainTime }
        return max(0, drainDeadline - Self.now(CLOCK_MONOTONIC))
    }

    private mutating func noteBurst(_ count: Int) {
        if count > 4096 { hasBurst = true }
    }

    private mutating func trim() {
        hasBurst = false
        ProgramPages.release(using: buffer)
        madvise(buffer.baseAddress, buffer.count, MADV_DONTNEED)
        log.trim()
    }

    /// Takes the status of every child that has ended; a sub-reaper has children it never made.
    private mutating func reap() {
        var information = signalfd_siginfo()
        while read(childSignals, &information, MemoryLayout<signalfd_siginfo>.size) > 0 {}
        var status: Int32 = 0
        while true {
            let child = waitpid(-1, &status, WNOHANG)
            if child <= 0 { return }
            guard child == process else { continue }
            // The cgroup may be removed as soon as somebody hears of the end.
            let killed = !oomFile.isEmpty && ExitRecord.countsKill(Files.text(oomFile))
            record = ExitRecord(
                waitStatus: status, finishedAt: Self.now(CLOCK_REALTIME), outOfMemory: killed)
            drainDeadline = Self.now(CLOCK_MONOTONIC) + Self.drainTime
        }
    }

    private static func now(_ clock: clockid_t) -> Int {
        var time = timespec()
        clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
