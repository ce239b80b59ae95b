import Glibc

/// How much the log files of a container take.
enum LogSize {
    /// Bytes of the files in a folder; 0 where it is not there.
    static func of(directory path: String) -> UInt64 {
        guard let directory = opendir(path) else { return 0 }
        defer { closedir(directory) }
        var sum: UInt64 = 0
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else { continue }
            sum &+= UInt64(clamping: status.st_size)
        }
        return sum
    }
}
