import CLinux
import Glibc

/// The pages of the program file that are mapped into this process.
enum ProgramPages {
    /// Unmaps those that were never written to. Starting touches ten times the code and data that
    /// waiting needs; what is needed again comes back from the page cache, unread from the disk.
    ///
    /// - Parameter buffer: scratch space; its contents are lost.
    static func release(using buffer: UnsafeMutableRawBufferPointer) {
        let page = 4096
        let first = Int(clinux_program_start()) / page
        let last = Int(clinux_program_end()) / page
        // One entry of 8 bytes a page, Documentation/admin-guide/mm/pagemap.rst of the kernel.
        let size = (last - first) * 8
        guard size > 0, size <= buffer.count else { return }
        let pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC)
        guard pagemap >= 0 else { return }
        defer { close(pagemap) }
        guard pread(pagemap, buffer.baseAddress, size, off_t(first * 8)) == size else { return }
        let entries = buffer.bindMemory(to: UInt64.self)
        var index = 0
        while index < last - first {
            var end = index
            while end < last - first, entries[end] & unchanged == unchanged { end += 1 }
            if end > index {
                let start = UnsafeMutableRawPointer(bitPattern: (first + index) * page)
                madvise(start, (end - index) * page, MADV_DONTNEED)
            }
            index = end + 1
        }
    }

    /// Present (bit 63) and still the file's own page (bit 61).
    private static let unchanged: UInt64 = 1 << 63 | 1 << 61
}
