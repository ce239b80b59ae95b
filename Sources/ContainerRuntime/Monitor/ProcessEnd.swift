import CLinux
import Dispatch
import Glibc
import LinuxSystem

/// Tells once that a process has ended, which need not be a child.
final class ProcessEnd: Sendable {
    private static let queue = DispatchQueue(label: "swiftlet.process-ends")
    /// libdispatch's sources may be used from any thread; only their Swift type does not say so.
    nonisolated(unsafe) private let source: any DispatchSourceRead

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
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: Self.queue)
        self.source = source
        source.setEventHandler {
            source.cancel()
            ended()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    /// Stops watching.
    func cancel() { source.cancel() }

    deinit { source.cancel() }
}
