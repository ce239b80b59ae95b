import CLinux
import Dispatch
import Glibc
import LinuxSystem

/// A connection to a container's monitor, which ends when the monitor does.
final class MonitorConnection: Sendable {
    private static let queue = DispatchQueue(label: "swiftlet.monitor-connections")
    private let watch: ReadWatch

    /// Connects to the monitor of the container in `folder`.
    ///
    /// - Parameter ended: called once when the monitor has ended, unless `cancel` came first.
    /// - Returns: nil where no monitor listens.
    init?(folder: String, ended: @escaping @Sendable () -> Void) {
        guard let descriptor = Self.connect(folder: folder) else { return nil }
        let watch = ReadWatch(descriptor, on: Self.queue)
        self.watch = watch
        let receive: @Sendable () -> Void = {
            var buffer: (UInt64, UInt64) = (0, 0)
            let count = Glibc.read(descriptor, &buffer, 16)
            if count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)) { return }
            watch.cancel()
            ended()
        }
        guard (try? watch.activate(receive)) != nil else { return nil }
    }

    /// Stops watching.
    func cancel() { watch.cancel() }

    deinit { watch.cancel() }

    /// The folder's path may be longer than the 107 bytes that a socket's address holds, so the
    /// address goes through a descriptor of the folder.
    static func connect(folder: String) -> Int32? {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return nil }
        defer { close(directory) }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
            0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: "/proc/self/fd/\(directory)/monitor.sock".utf8)
        }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}

extension MonitorConnection {
    /// Waits up to ten seconds for the monitor of the container in `folder` to end. Blocks.
    ///
    /// - Parameter release: called once the connection stands, so that the end cannot be missed.
    /// - Returns: whether it ended.
    static func waitForEnd(folder: String, release: () throws -> Void) rethrows -> Bool {
        let ended = DispatchSemaphore(value: 0)
        guard let connection = MonitorConnection(folder: folder, ended: { ended.signal() }) else {
            return false
        }
        defer { connection.cancel() }
        try release()
        return ended.wait(timeout: .now() + .seconds(10)) == .success
    }
}
