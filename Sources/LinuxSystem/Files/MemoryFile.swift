import CLinux
import Glibc

/// An anonymous file in memory (memfd), gone when this value is.
public struct MemoryFile: ~Copyable {
    /// Owned by this value.
    public let descriptor: Int32

    /// - Throws: `SystemError`.
    public init(_ contents: [UInt8] = []) throws {
        descriptor = clinux_memory_file()
        guard descriptor >= 0 else { throw SystemError("memfd_create") }
        guard !contents.isEmpty else { return }
        try File.writeAll(contents, to: descriptor, subject: "memory file")
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { close(descriptor) }

    /// Everything that was written.
    public borrowing func contents() throws -> [UInt8] {
        lseek(descriptor, 0, SEEK_SET)
        return try File.readAll(descriptor, subject: "memory file")
    }
}
