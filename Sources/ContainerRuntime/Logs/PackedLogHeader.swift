import Glibc

/// What a rotated log file was before it was packed. It stands in the extra field of the packed
/// file's gzip header (RFC 1952, 2.3.1.1), where other programs pass over it, and tells a reader
/// that had the file open which file goes on where its own ended.
struct LogOrigin: Hashable {
    var inode: UInt64
    /// Bytes.
    var size: UInt64
    /// Nanoseconds since 1970; with the inode, which is used again, it names one file.
    var modified: Int64

    init(_ status: stat) {
        inode = UInt64(status.st_ino)
        size = UInt64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}

extension LogOrigin {
    /// The subfield's name.
    private static let name = Array("Sw".utf8)
    private static let length = 24

    /// The extra field's content.
    var extraField: [UInt8] {
        Self.name + [UInt8(Self.length), 0] + Self.bytes(inode) + Self.bytes(size)
            + Self.bytes(UInt64(bitPattern: modified))
    }

    /// - Parameter header: the first bytes of a file; 40 are enough.
    /// - Returns: nil where it is not packed, or not by us.
    init?(header: [UInt8]) {
        let extra = 12
        guard Self.isPacked(header), header.count >= extra + 4 + Self.length,
            header[3] & 0x04 != 0, Array(header[extra..<(extra + 2)]) == Self.name,
            header[extra + 2] == UInt8(Self.length)
        else { return nil }
        func number(_ index: Int) -> UInt64 {
            let start = extra + 4 + index * 8
            return header[start..<(start + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        inode = number(0)
        size = number(1)
        modified = Int64(bitPattern: number(2))
    }

    /// Whether a file that begins so is in gzip's format, whatever its name: while one takes the
    /// place of the other it has the unpacked file's name.
    static func isPacked(_ header: [UInt8]) -> Bool {
        header.count >= 10 && header[0] == 0x1f && header[1] == 0x8b && header[2] == 8
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
