import FileArchive
import Glibc

/// Copies files out of a container or into it, as a process of that container: what it may read and
/// write is what a command run there may.
///
/// `read PATH` writes a tar archive to standard output; `write PATH keep|new` unpacks one from
/// standard input as `cp` would copy, with the archive's permissions or new ones. What went wrong
/// is one line on standard error.
struct FileTransfer {
    private enum Direction {
        case read
        case write(keepsPermissions: Bool)
    }

    private let path: String
    private let direction: Direction

    init(_ arguments: [String]) throws(MonitorError) {
        switch (arguments.first, arguments.count) {
        case ("read", 2): direction = .read
        case ("write", 3): direction = .write(keepsPermissions: arguments[2] == "keep")
        default: throw MonitorError("file transfer: unknown arguments")
        }
        path = arguments[1]
    }

    /// - Returns: the exit code.
    func run() -> Int32 {
        do throws(ArchiveError) {
            switch direction {
            case .read: try ArchiveWriter(Self.write).write(path)
            case .write(let keepsPermissions):
                try ArchiveExtractor.unpack(
                    to: path, keepsPermissions: keepsPermissions, Self.read)
            }
            return 0
        } catch {
            _ = Files.write(error.description + "\n", to: STDERR_FILENO)
            return 1
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(
                STDOUT_FILENO, bytes.baseAddress! + done, bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw ArchiveError("whoever asked for the files has left") }
            done += count
        }
    }

    private static func read(
        _ buffer: UnsafeMutableRawBufferPointer
    ) throws(ArchiveError) -> Int {
        while true {
            let count = Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw ArchiveError("the archive cannot be read") }
            return count
        }
    }
}
