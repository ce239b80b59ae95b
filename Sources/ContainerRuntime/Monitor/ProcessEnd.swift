import CLinux
import Dispatch
import Glibc
import LinuxSystem

/// Tells once that a process has ended, which need not be a child.
final class ProcessEnd: Sendable {
    private static let queue = DispatchQueue(label: "swiftlet.process-ends")
    private let watch: ReadWatch

    /// - Parameter ended: called once when the process has ended, unless `cancel` came first.
    /// - Returns: nil where the process is gone.
    init?(of process: ProcessIdentity, ended: @escaping @Sendable () -> Void) {
        let descriptor = clinux_pidfd_open(process.id)
        guard descriptor >= 0 else { return nil }
        // The id may have become another process's before the descriptor was there.
        guard ProcessIdentity(id: process.id) == process else {
            close(descriptor)
            return nil
        }
        let watch = ReadWatch(descriptor, on: Self.queue)
        self.watch = watch
        let end: @Sendable () -> Void = {
            watch.cancel()
            ended()
        }
        guard (try? watch.activate(end)) != nil else { return nil }
    }

    /// Stops watching.
    func cancel() { watch.cancel() }

    deinit { watch.cancel() }
}
