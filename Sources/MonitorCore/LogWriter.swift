import Glibc

/// Writes a container's log file in the CRI format and rotates it.
///
/// Records gather in a buffer that goes out with one write(2). A log that cannot be written does
/// not stop the container: what does not fit is dropped at a record's boundary, counted, and
/// reported by one record when writing works again.
public final class LogWriter {
    /// Bytes; a record of full length fits several times.
    private static let capacity = 128 * 1024

    let path: String
    /// Bytes of a file; 0 or less never rotates.
    let maximumSize: Int
    let maximumFiles: Int
    var descriptor: Int32 = -1
    /// Bytes in the file.
    var size = 0
    /// The size at which the file is rotated; above `maximumSize` after a rotation that failed.
    var rotationSize: Int

    private let buffer: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var prefix = RecordPrefix()
    private var lost = Loss()

    /// Output that was dropped.
    private struct Loss {
        var bytes = 0
        var records = 0
        var code: Int32 = 0
    }

    /// - Parameters:
    ///   - maximumSize: bytes of a file; 0 or less never rotates.
    ///   - maximumFiles: files kept, the current one included; at least 1.
    public init(path: String, maximumSize: Int, maximumFiles: Int) {
        self.path = path
        self.maximumSize = maximumSize
        self.maximumFiles = max(1, maximumFiles)
        rotationSize = maximumSize > 0 ? maximumSize : .max
        buffer = .allocate(capacity: Self.capacity)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        buffer.deallocate()
    }

    /// Opens the log file, which is made with mode 0640, and its folder with 0755.
    ///
    /// - Returns: false and `errno` where that fails; a later `flush` tries again.
    @discardableResult
    public func open() -> Bool {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
        descriptor = Glibc.open(path, flags, 0o640)
        if descriptor < 0, errno == ENOENT {
            Files.makeDirectories(Files.directory(of: path))
            descriptor = Glibc.open(path, flags, 0o640)
        }
        guard descriptor >= 0 else { return false }
        size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
        rotationSize = maximumSize > 0 ? maximumSize : .max
        return true
    }

    /// Sets the time that the records from now on carry.
    public func stamp(_ time: timespec) { prefix.stamp(time) }

    /// Adds a record; the file is rotated first where the record would take it past its limit.
    ///
    /// - Parameter text: at most `LineSplitter.maximum` bytes, without a newline.
    @inline(__always)
    public func append(
        stream: RecordPrefix.Stream, partial: Bool, text: UnsafeRawBufferPointer
    ) {
        let length = RecordPrefix.length + text.count + 1
        if size + count + length > rotationSize && size + count > 0 {
            flush()
            if size > 0 { rotate() }
        }
        if count + length > Self.capacity { flush() }
        let target = buffer + count
        prefix.write(stream: stream, partial: partial, to: target)
        if let base = text.baseAddress { memcpy(target + RecordPrefix.length, base, text.count) }
        target[length - 1] = 0x0a
        count += length
    }

    /// Writes what has gathered, after a note about what was lost before.
    public func flush() {
        guard count > 0 || lost.bytes > 0 else { return }
        defer { count = 0 }
        guard descriptor >= 0 || open() else { return drop(from: 0, code: errno) }
        if lost.records > 0 {
            guard writeLossNote() else { return drop(from: 0, code: errno) }
            lost = Loss()
        }
        let kept = write(UnsafeBufferPointer(start: buffer, count: count))
        if kept < count { drop(from: kept, code: errno) }
    }

    /// Writes what is left; true where all of it reached the file.
    @discardableResult
    public func finish() -> Bool {
        flush()
        return lost.records == 0
    }

    /// Waits until the file is on the disk.
    public func synchronize() {
        if descriptor >= 0 { fsync(descriptor) }
    }

    /// Gives the memory of a burst back to the kernel.
    public func trim() {
        let page = 4096
        let start = (Int(bitPattern: buffer) + page - 1) & ~(page - 1)
        let end = (Int(bitPattern: buffer) + Self.capacity) & ~(page - 1)
        if count == 0, end > start {
            madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_DONTNEED)
        }
    }

    /// Writes whole records, as many as fit on the disk; the file ends with a whole one.
    ///
    /// - Returns: the bytes that are in the file; less than all, and `errno`, for an error.
    private func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var done = 0
        while done < bytes.count {
            let written = Glibc.write(descriptor, base + done, bytes.count - done)
            if written < 0 && errno == EINTR { continue }
            if written <= 0 {
                let code = errno
                let torn = done
                while done > 0 && base[done - 1] != 0x0a { done -= 1 }
                if torn != done { ftruncate(descriptor, off_t(size + done)) }
                errno = code
                break
            }
            done += written
        }
        size += done
        return done
    }

    private func drop(from start: Int, code: Int32) {
        var records = 0
        for index in start..<count where buffer[index] == 0x0a { records += 1 }
        lost.bytes += count - start - records * (RecordPrefix.length + 1)
        lost.records += records
        lost.code = code
    }

    private func writeLossNote() -> Bool {
        let reason = String(cString: strerror(lost.code))
        let text =
            "swiftlet: \(lost.bytes) bytes in \(lost.records) lines of output could not be "
            + "logged: \(reason)\n"
        var record = [UInt8](repeating: 0, count: RecordPrefix.length) + Array(text.utf8)
        record.withUnsafeMutableBufferPointer {
            prefix.write(stream: .stderr, partial: false, to: $0.baseAddress!)
        }
        return record.withUnsafeBufferPointer { write($0) == $0.count }
    }
}
