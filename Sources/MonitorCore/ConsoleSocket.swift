import CLinux
import Glibc

/// Where the OCI runtime sends the master side of a container's terminal.
struct ConsoleSocket {
    private static let name = "console.sock"

    /// Short, whatever the folder: a socket's path has at most 107 bytes, and the runtime changes
    /// its working directory.
    let path: String
    private let folder: Int32
    private let listener: Int32

    /// Listens in the working directory, which has to be `folder`.
    init(folder: String) throws(MonitorError) {
        unlink(Self.name)
        listener = clinux_listen_unix(Self.name)
        if listener < 0 { throw MonitorError("listen on \(Self.name)", code: errno) }
        self.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        path = "/proc/\(getpid())/fd/\(self.folder)/\(Self.name)"
    }

    /// Takes what the runtime has sent, and ends the socket.
    func receiveTerminal() throws(MonitorError) -> Int32 {
        defer {
            close(listener)
            close(folder)
        }
        let connection = clinux_accept(listener)
        guard connection >= 0 else { throw MonitorError("accept on \(Self.name)", code: errno) }
        defer { close(connection) }
        let terminal = clinux_receive_descriptor(connection)
        guard terminal >= 0 else { throw MonitorError("receive the terminal", code: errno) }
        return terminal
    }
}
