import Glibc

/// The files of a cgroup file system: short texts that the kernel makes on the spot.
enum CgroupFile {
    /// - Throws: `SystemError`.
    static func read(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
                while true {
                    let size = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                    if size < 0, errno == EINTR { continue }
                    guard size >= 0 else { throw SystemError("read", path) }
                    count = size
                    return
                }
            }
            if chunk.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk
        }
    }

    /// - Throws: `SystemError`.
    static func write(_ value: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var value = value
        let count = value.withUTF8 { bytes in
            while true {
                let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                if count < 0, errno == EINTR { continue }
                return count
            }
        }
        guard count >= 0 else { throw SystemError("write \(value) to", path) }
    }

    /// The names of the folders in a folder; empty where it is gone.
    static func subdirectories(of path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            guard entry.pointee.d_type == UInt8(DT_DIR) else { continue }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
