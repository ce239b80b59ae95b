import CLinux
import CZlib
import Glibc
import LinuxSystem

/// Packs rotated log files in gzip's format, so that a log takes a tenth of its room.
///
/// There is one file with a log's lines at every moment: the packed one takes the place of the
/// other in one step, under its name, and gets `.gz` added after that. A reader that has the other
/// one open reads on in it. The time and disk that it takes are those that nobody else wants, if
/// called on a thread in the background.
enum LogPacker {
    private static let blockSize = 128 << 10
    /// The quickest: logs hardly get smaller with more.
    private static let level: Int32 = 1
    private static let windowBits: Int32 = 15 + 16
    private static let suffix = ".gz"
    private static let unfinished = ".gz.tmp"

    /// The rotated files that are to be packed, the newest first. The newest of all is left as it
    /// is for programs that collect logs, as the kubelet does it.
    static func candidates(in folder: String) -> [String] {
        var newest: Set<Int> = []
        let rotated = LogFolder(path: folder).entries().reversed().filter {
            $0.name.rotation != nil
        }
        return rotated.compactMap { entry in
            let isNewest = newest.insert(entry.name.attempt).inserted
            return isNewest || entry.name.isPacked ? nil : entry.path
        }
    }

    /// Removes what a packing left that was cut off.
    static func removeUnfinished(in folder: String) {
        for name in File.names(in: folder) where name.hasSuffix(unfinished) {
            unlink("\(folder)/\(name)")
        }
    }

    /// Packs a file that is no longer written to. One that is removed meanwhile stays removed.
    ///
    /// - Throws: `SystemError`; the file is then as it was.
    static func pack(_ path: String) throws {
        guard let file = try LogFile(path: path, attempt: 0) else { return }
        if !file.isPacked {
            let temporary = path + unfinished
            defer { unlink(temporary) }
            guard try write(path, to: temporary) else { return }
            guard clinux_exchange(temporary, path) == 0 else {
                if errno == ENOENT { return }
                throw SystemError("exchange", path)
            }
        }
        guard rename(path, path + suffix) == 0 || errno == ENOENT else {
            throw SystemError("rename", path)
        }
    }

    /// - Returns: false where the file is gone.
    private static func write(_ path: String, to temporary: String) throws -> Bool {
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard source >= 0 else {
            if errno == ENOENT { return false }
            throw SystemError("open", path)
        }
        defer { close(source) }
        var status = stat()
        guard fstat(source, &status) == 0 else { throw SystemError("stat", path) }
        let target = open(
            temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
            status.st_mode & 0o7777)
        guard target >= 0 else { throw SystemError("create", temporary) }
        defer { close(target) }
        guard try copy(source, to: target, path, origin: LogOrigin(status)) else { return false }
        // Nobody reads it again soon.
        posix_fadvise(source, 0, 0, POSIX_FADV_DONTNEED)
        var times = [status.st_atim, status.st_mtim]
        guard fchown(target, status.st_uid, status.st_gid) == 0, futimens(target, &times) == 0,
            fdatasync(target) == 0
        else { throw SystemError("write", temporary) }
        return true
    }

    /// - Returns: false where the file has been removed meanwhile.
    private static func copy(
        _ source: Int32, to target: Int32, _ path: String, origin: LogOrigin
    ) throws -> Bool {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(
                &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
                == Z_OK
        else { throw SystemError("pack", path, code: ENOMEM) }
        defer { deflateEnd(&stream) }
        var extra = origin.extraField
        return try extra.withUnsafeMutableBufferPointer { extra in
            var header = gz_header()
            header.extra = extra.baseAddress
            header.extra_len = UInt32(extra.count)
            header.os = 3
            return try withUnsafeMutablePointer(to: &header) { header in
                deflateSetHeader(&stream, header)
                return try deflateAll(&stream, source, target, path)
            }
        }
    }

    private static func deflateAll(
        _ stream: inout z_stream, _ source: Int32, _ target: Int32, _ path: String
    ) throws -> Bool {
        let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: blockSize)
        defer { output.deallocate() }
        var offset = 0
        while true {
            var status = stat()
            guard fstat(source, &status) == 0, status.st_nlink > 0 else { return false }
            var block = try LogFile.read(source, path, at: offset, count: blockSize)
            offset += block.count
            let flush = block.isEmpty ? Z_FINISH : Z_NO_FLUSH
            try block.withUnsafeMutableBufferPointer { block in
                stream.next_in = block.baseAddress
                stream.avail_in = UInt32(block.count)
                repeat {
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    deflate(&stream, flush)
                    let filled = output.count - Int(stream.avail_out)
                    guard Glibc.write(target, output.baseAddress, filled) == filled else {
                        throw SystemError("write", path + unfinished)
                    }
                } while stream.avail_out == 0
            }
            if flush == Z_FINISH { return true }
        }
    }
}
