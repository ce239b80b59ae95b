import CLinux
import Glibc

/// Clients that get the container's output as it comes, beside the log, and may write to its input.
///
/// A client sends pipes for standard output and error and is answered `attached`, with the way to
/// the container's input where there is one. Its pipes end when the output does. One that does not
/// empty them in time is told `behind` and let go: neither the container nor the log waits for it.
struct Attachments {
    private struct Client {
        var socket: Int32
        /// -1 where it wants none, or it has ended.
        var output: Int32
        var errorOutput: Int32
    }

    /// The writing side of the container's standard input; nil where that is empty or has ended.
    private var input: Int32?
    /// Whether it ends with the first client that had it.
    private let endsInput: Bool
    /// The master side of the container's terminal; closed by whoever reads it.
    var terminal: Int32?
    private var clients: [Client] = []
    private var isOutputOpen = true
    private var isErrorOpen = true

    init(input: Int32?, endsInput: Bool) {
        self.input = input
        self.endsInput = endsInput
    }

    /// - Parameter pipes: for standard output and for standard error.
    mutating func add(_ pipes: [Int32], to socket: Int32) {
        guard pipes.count == 2 else {
            for pipe in pipes { close(pipe) }
            return
        }
        for pipe in pipes { _ = fcntl(pipe, F_SETFL, O_NONBLOCK) }
        let passed = terminal ?? input ?? -1
        guard clinux_send_message(socket, "attached\n", 9, passed) == 9 else {
            for pipe in pipes { close(pipe) }
            return
        }
        if endsInput, let input, terminal == nil {
            // From now on the client alone holds it open.
            close(input)
            self.input = nil
        }
        remove(socket)
        clients.append(Client(socket: socket, output: pipes[0], errorOutput: pipes[1]))
        if !isOutputOpen { end(.stdout) }
        if !isErrorOpen { end(.stderr) }
    }

    mutating func remove(_ socket: Int32) {
        for client in clients where client.socket == socket {
            for pipe in [client.output, client.errorOutput] where pipe >= 0 { close(pipe) }
        }
        clients.removeAll { $0.socket == socket }
    }

    /// Passes output on.
    ///
    /// - Parameters:
    ///   - count: bytes of the buffer that came; 0 for none.
    ///   - isOpen: whether more may come.
    mutating func pass(
        _ buffer: UnsafeMutableRawBufferPointer, _ count: Int, _ stream: RecordPrefix.Stream,
        isOpen: Bool
    ) {
        if count > 0, !clients.isEmpty {
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            for client in clients {
                let pipe = stream == .stdout ? client.output : client.errorOutput
                if pipe >= 0, !Self.write(bytes, to: pipe) {
                    _ = clinux_send_message(client.socket, "behind\n", 7, -1)
                    remove(client.socket)
                }
            }
        }
        guard !isOpen else { return }
        if stream == .stdout {
            isOutputOpen = false
            terminal = nil
        } else {
            isErrorOpen = false
        }
        end(stream)
    }

    private mutating func end(_ stream: RecordPrefix.Stream) {
        for index in clients.indices {
            let pipe = stream == .stdout ? clients[index].output : clients[index].errorOutput
            if pipe >= 0 { close(pipe) }
            if stream == .stdout {
                clients[index].output = -1
            } else {
                clients[index].errorOutput = -1
            }
        }
    }

    /// - Returns: false where not all fits; one that has gone is let go when its socket ends.
    private static func write(_ bytes: UnsafeRawBufferPointer, to pipe: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(pipe, bytes.baseAddress! + done, bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return errno == EPIPE }
            done += count
        }
        return true
    }
}
