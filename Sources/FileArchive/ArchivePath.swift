/// Names in archives, which are not to be trusted.
public enum ArchivePath {
    private static let slash = UInt8(ascii: "/")

    /// The parts of a name, without `.` and empty ones.
    ///
    /// - Throws: for a name that leads upwards or has a zero in it.
    static func parts(_ path: [UInt8]) throws(ArchiveError) -> [[UInt8]] {
        let parts = path.split(separator: slash).map(Array.init).filter { $0 != [0x2E] }
        guard !parts.contains([0x2E, 0x2E]), !path.contains(0) else {
            throw ArchiveError("the archive's member \"\(text(path))\" leads out of the target")
        }
        return parts
    }

    /// The last part of a path, and what is before it: `.` where nothing is.
    public static func split(_ path: String) -> (folder: String, name: String) {
        var bytes = Array(path.utf8)
        while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
        guard let last = bytes.lastIndex(of: slash) else {
            return (".", String(decoding: bytes, as: UTF8.self))
        }
        let folder = last == 0 ? [slash] : Array(bytes[..<last])
        let name = Array(bytes[(last + 1)...])
        return (String(decoding: folder, as: UTF8.self), String(decoding: name, as: UTF8.self))
    }

    static func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}
