import Glibc

/// The process's standard output and error.
enum StandardStreams {
    static let isOutputTerminal = isatty(STDOUT_FILENO) == 1
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1

    static func print(_ text: String) {
        write(Array(text.utf8), to: STDOUT_FILENO)
    }

    static func write(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    static func writeError(_ bytes: [UInt8]) {
        write(bytes, to: STDERR_FILENO)
    }

    static func printError(_ text: String) {
        write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// Writes everything before it returns.
    ///
    /// Where the reader has gone (`swiftlet logs web | head`) the process ends, as by SIGPIPE, which
    /// the network library switches off.
    private static func write(_ bytes: [UInt8], to descriptor: CInt) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written)
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&request, 1, -1)
            } else if errno != EINTR {
                exit(128 + SIGPIPE)
            }
        }
    }
}
