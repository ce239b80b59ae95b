import Glibc
import LinuxSystem

/// Memory straight from the kernel, which gets it back with this object.
///
/// A pull goes through many threads, and `malloc` keeps what each of them has freed for that thread:
/// buffers of a pull would stay as often as there were threads.
final class PageBuffer: @unchecked Sendable {
    // @unchecked: of the bytes, whoever holds the buffer takes care.
    let bytes: UnsafeMutableRawBufferPointer

    /// - Parameter count: bytes.
    /// - Throws: `SystemError`
    init(_ count: Int) throws(SystemError) {
        let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start, start != MAP_FAILED else { throw SystemError("mmap") }
        bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
    }
}
