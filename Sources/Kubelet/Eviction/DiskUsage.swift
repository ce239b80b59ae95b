import Glibc

/// What files take on the disk, as `du` counts it.
struct DiskUsage: Sendable, Hashable {
    /// Bytes of their blocks.
    var bytes: Int64 = 0
    var inodes: Int64 = 0

    /// Of a folder and all below it on the same file system; files with several names count once,
    /// and links are not followed. What vanishes meanwhile counts nothing. Blocks.
    static func of(folder path: String) -> DiskUsage {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return DiskUsage() }
        var walk = Walk()
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            close(descriptor)
            return DiskUsage()
        }
        walk.count(status)
        walk.enter(descriptor, device: status.st_dev)
        return walk.usage
    }

    /// Bytes that are in a file; 0 where there is none.
    static func size(ofFile path: String) -> Int64 {
        var status = stat()
        return lstat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    private struct Walk {
        var usage = DiskUsage()
        private var seen: Set<UInt64> = []

        mutating func count(_ status: stat) {
            let isFile = status.st_mode & S_IFMT == S_IFREG
            if isFile, status.st_nlink > 1, !seen.insert(UInt64(status.st_ino)).inserted { return }
            usage.bytes += Int64(status.st_blocks) * 512
            usage.inodes += 1
        }

        /// Counts what is in an open folder, and closes it. What is below is reached from here, so
        /// that nobody can put a link in the way.
        mutating func enter(_ descriptor: Int32, device: dev_t) {
            guard let folder = fdopendir(descriptor) else {
                close(descriptor)
                return
            }
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                var status = stat()
                guard name != ".", name != "..",
                    fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
                    status.st_dev == device
                else { continue }
                count(status)
                guard status.st_mode & S_IFMT == S_IFDIR else { continue }
                let below = openat(
                    descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                if below >= 0 { enter(below, device: device) }
            }
        }
    }
}
