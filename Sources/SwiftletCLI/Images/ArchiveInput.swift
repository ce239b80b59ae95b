import Glibc
import ImageStore

/// Where an archive is read from: a file, standard input, or a layout folder.
struct ArchiveInput {
    private let file: Int32

    /// - Parameter place: a path, `-` for standard input, or `oci:FOLDER`.
    /// - Throws: `CommandError`, or `ImageStoreError`
    init(_ place: String) throws {
        if place == "-" {
            guard isatty(STDIN_FILENO) == 0 else {
                throw CommandError("give a file, or pipe the archive to this command")
            }
            file = STDIN_FILENO
            return
        }
        if place.hasPrefix("oci:") {
            file = try LayoutArchive.open(absolutePath(String(place.dropFirst("oci:".count))))
            return
        }
        file = open(place, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw CommandError("\(place): \(String(cString: strerror(errno)))")
        }
    }

    /// Bytes that are still to be read; 0 where that is not known.
    var size: Int64 {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        return Int64(status.st_size - max(lseek(file, 0, SEEK_CUR), 0))
    }

    /// The bytes, as they are wanted.
    ///
    /// - Parameter observe: gets to know how many were read, and nil at their end.
    func pieces(
        _ observe: @escaping @Sendable (Int?) -> Void
    ) -> AsyncThrowingStream<[UInt8], any Error> {
        let file = file
        return AsyncThrowingStream {
            var buffer = [UInt8](repeating: 0, count: 256 << 10)
            while true {
                let count = read(file, &buffer, buffer.count)
                if count > 0 {
                    observe(count)
                    return Array(buffer[..<count])
                }
                if count == 0 {
                    observe(nil)
                    return nil
                }
                guard errno == EINTR else {
                    observe(nil)
                    throw CommandError(
                        "the archive cannot be read: \(String(cString: strerror(errno)))")
                }
            }
        }
    }
}

/// A path as it is from everywhere.
func absolutePath(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return String(cString: current) + "/" + path
}
