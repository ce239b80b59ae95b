import Glibc

/// Reads a tar archive member by member.
struct ArchiveReader {
    /// Bytes of an extended header that is taken.
    private static let extendedLimit: Int64 = 1 << 20

    private let source: (UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
    /// Bytes of the current member, and after it up to the next header, that were not read.
    private var contentLeft: Int64 = 0
    private var paddingLeft = 0

    /// - Parameter source: fills in some bytes and says how many; 0 at the end.
    init(_ source: @escaping (UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int) {
        self.source = source
    }

    /// The next member; nil at the end.
    mutating func next() throws(ArchiveError) -> ArchiveEntry? {
        try skip()
        var extended: [UInt8] = []
        var longPath: [UInt8]?
        var longTarget: [UInt8]?
        while true {
            // Without the zeros at its end it has been cut off.
            let block = try exactly(TarHeader.blockSize)
            guard let (parsed, type) = try TarHeader.parse(block) else { return nil }
            var entry = parsed
            contentLeft = entry.size
            paddingLeft = TarHeader.padding(entry.size)
            switch type {
            case UInt8(ascii: "x"): extended = try extendedHeader()
            case UInt8(ascii: "g"): try skip()
            // GNU tar's way of long names.
            case UInt8(ascii: "L"): longPath = Array(try extendedHeader().prefix { $0 != 0 })
            case UInt8(ascii: "K"): longTarget = Array(try extendedHeader().prefix { $0 != 0 })
            default:
                if let longPath { entry.path = longPath }
                if let longTarget { entry.target = longTarget }
                try TarHeader.apply(extended, to: &entry)
                // Links have a size in some archives, but no content.
                if entry.kind == .hardLink || entry.kind == .symbolicLink
                    || entry.kind == .directory
                {
                    entry.size = 0
                }
                contentLeft = entry.size
                paddingLeft = TarHeader.padding(entry.size)
                return entry
            }
        }
    }

    /// The next bytes of the current member, 0 at their end.
    mutating func read(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let wanted = Int(min(Int64(buffer.count), contentLeft))
        if wanted == 0 { return 0 }
        let count = try source(UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard count > 0 else { throw Self.torn }
        contentLeft -= Int64(count)
        return count
    }

    private mutating func extendedHeader() throws(ArchiveError) -> [UInt8] {
        guard contentLeft <= Self.extendedLimit else {
            throw ArchiveError("the archive has a header of \(contentLeft) bytes")
        }
        let bytes = try exactly(Int(contentLeft))
        contentLeft = 0
        try skip()
        return bytes
    }

    private mutating func skip() throws(ArchiveError) {
        var left = contentLeft + Int64(paddingLeft)
        (contentLeft, paddingLeft) = (0, 0)
        while left > 0 {
            let step = Int(min(left, 64 << 10))
            _ = try exactly(step)
            left -= Int64(step)
        }
    }

    private func exactly(_ count: Int) throws(ArchiveError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            // Typed errors do not pass through closures of the standard library.
            let buffer = UnsafeMutableRawBufferPointer.allocate(
                byteCount: count - done, alignment: 1)
            defer { buffer.deallocate() }
            let step = try source(buffer)
            guard step > 0 else { throw Self.torn }
            for index in 0..<step { bytes[done + index] = buffer[index] }
            done += step
        }
        return bytes
    }

    private static var torn: ArchiveError {
        ArchiveError("the archive ends in the middle of a file")
    }
}
