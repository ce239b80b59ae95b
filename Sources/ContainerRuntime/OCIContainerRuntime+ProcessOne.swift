import LinuxSystem
import Logging

/// Sandboxes whose containers share their processes live as long as their process 1.
extension OCIContainerRuntime {
    /// Waits for the end of the sandbox's process 1, which the kernel answers with the end of all
    /// that is in its PID namespace; nothing can be started there any more.
    func watchProcessOne(of id: String) {
        guard let record = sandboxes[id], record.phase == .ready, let process = record.processOne
        else { return }
        let watch = ProcessEnd(of: process) { [weak self] in
            guard let self else { return }
            Task { await self.processOneEnded(of: id) }
        }
        processOnes[id] = watch
        if watch == nil { Task { await processOneEnded(of: id) } }
    }

    /// Looks whether the sandbox still has its process 1: the ends of its containers are told
    /// before its own.
    func checkProcessOne(of id: String) async {
        guard let process = sandboxes[id]?.processOne, process.isEnding else { return }
        await processOneEnded(of: id)
    }

    private func processOneEnded(of id: String) async {
        processOnes[id] = nil
        guard var record = sandboxes[id], record.phase == .ready else { return }
        record.phase = .notReady
        // At once, so that nothing is started there meanwhile.
        sandboxes[id] = record
        logger.error("process 1 of a Pod is gone", metadata: ["sandbox.id": "\(id)"])
        emit(.sandboxEnded(sandboxID: id))
        do {
            try await disconnect(record)
            try await save(record)
        } catch {
            logger.warning(
                "a sandbox could not be ended in full",
                metadata: ["sandbox.id": "\(id)", "error": "\(error)"])
        }
    }
}

extension ProcessIdentity {
    /// Whether the process is gone or has begun to end: the kernel marks it so before it kills what
    /// is in its PID namespace.
    var isEnding: Bool {
        guard ProcessIdentity(id: id) == self, let stat = try? File.read("/proc/\(id)/stat"),
            let end = stat.lastIndex(of: UInt8(ascii: ")"))
        else { return true }
        // Field 9 of proc_pid_stat(5); PF_EXITING of the kernel's sched.h.
        let fields = stat[(end + 1)...].split(separator: UInt8(ascii: " "))
        let flags = fields.count > 6 ? UInt(String(decoding: fields[6], as: UTF8.self)) : nil
        return (flags ?? 0) & 0x4 != 0
    }
}
