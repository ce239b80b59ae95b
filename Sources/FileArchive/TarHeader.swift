import Glibc

/// The blocks before a member's content: POSIX's ustar, with a pax header before it for what does
/// not fit (IEEE Std 1003.1, pax).
enum TarHeader {
    static let blockSize = 512

    /// Where a header has its fields, and how long they are.
    private enum Field {
        static let name = (0, 100)
        static let mode = (100, 8)
        static let user = (108, 8)
        static let group = (116, 8)
        static let size = (124, 12)
        static let modified = (136, 12)
        static let checksum = (148, 8)
        static let type = 156
        static let target = (157, 100)
        static let magic = (257, 8)
        static let prefix = (345, 155)
    }

    // MARK: - Writing

    static func bytes(of entry: ArchiveEntry) -> [UInt8] {
        var records: [UInt8] = []
        if entry.path.count > Field.name.1 { records += record("path", entry.path) }
        if entry.target.count > Field.target.1 { records += record("linkpath", entry.target) }
        if entry.size >= 1 << 33 { records += record("size", Array(String(entry.size).utf8)) }
        if entry.user >= 1 << 21 { records += record("uid", Array(String(entry.user).utf8)) }
        if entry.group >= 1 << 21 { records += record("gid", Array(String(entry.group).utf8)) }
        guard !records.isEmpty else { return block(entry, type: type(entry.kind)) }
        var extended = ArchiveEntry()
        extended.path = Array("PaxHeaders/entry".utf8)
        extended.size = Int64(records.count)
        return block(extended, type: UInt8(ascii: "x")) + padded(records)
            + block(entry, type: type(entry.kind))
    }

    /// What fills a member's content up to whole blocks.
    static func padding(_ size: Int64) -> Int {
        Int((Int64(blockSize) - size % Int64(blockSize)) % Int64(blockSize))
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: padding(Int64(bytes.count)))
    }

    /// `LENGTH KEY=VALUE`, where the length counts itself.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = 3 + key.utf8.count + value.count
        var length = rest + String(rest).utf8.count
        length = rest + String(length).utf8.count
        return Array("\(length) \(key)=".utf8) + value + [0x0A]
    }

    private static func type(_ kind: ArchiveEntry.Kind) -> UInt8 {
        switch kind {
        case .file, .other: UInt8(ascii: "0")
        case .hardLink: UInt8(ascii: "1")
        case .symbolicLink: UInt8(ascii: "2")
        case .directory: UInt8(ascii: "5")
        }
    }

    private static func block(_ entry: ArchiveEntry, type: UInt8) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockSize)
        func put(_ bytes: some Collection<UInt8>, _ field: (Int, Int)) {
            for (index, byte) in bytes.prefix(field.1).enumerated() {
                block[field.0 + index] = byte
            }
        }
        func put(number: Int64, _ field: (Int, Int)) {
            let digits = String(number, radix: 8)
            let zeros = String(repeating: "0", count: max(0, field.1 - 1 - digits.utf8.count))
            put((zeros + digits).utf8.suffix(field.1 - 1), field)
        }
        put(entry.path, Field.name)
        put(number: Int64(entry.permissions), Field.mode)
        put(number: Int64(min(entry.user, 0o7777777)), Field.user)
        put(number: Int64(min(entry.group, 0o7777777)), Field.group)
        put(number: min(entry.size, 0o77777777777), Field.size)
        put(number: max(0, min(entry.modified, 0o77777777777)), Field.modified)
        block[Field.type] = type
        put(entry.target, Field.target)
        put("ustar\u{0}00".utf8, Field.magic)
        put("        ".utf8, Field.checksum)
        let sum = block.reduce(0) { $0 + Int64($1) }
        put(number: sum, (Field.checksum.0, 7))
        block[Field.checksum.0 + 6] = 0
        return block
    }

    // MARK: - Reading

    /// What a block says, apart from what pax headers before it do.
    ///
    /// - Returns: nil for a block of zeros, which ends an archive.
    static func parse(_ block: [UInt8]) throws(ArchiveError) -> (entry: ArchiveEntry, type: UInt8)?
    {
        if block.allSatisfy({ $0 == 0 }) { return nil }
        var sum: Int64 = 0
        for (index, byte) in block.enumerated() {
            let isChecksum =
                index >= Field.checksum.0 && index < Field.checksum.0 + Field.checksum.1
            sum += isChecksum ? 0x20 : Int64(byte)
        }
        guard try number(block, Field.checksum) == sum else {
            throw ArchiveError("the archive is damaged: a header has the wrong checksum")
        }
        var entry = ArchiveEntry()
        entry.path = text(block, Field.name)
        let prefix = text(block, Field.prefix)
        let isPOSIX = text(block, (Field.magic.0, 6)).elementsEqual("ustar".utf8)
        if isPOSIX, !prefix.isEmpty { entry.path = prefix + [0x2F] + entry.path }
        entry.target = text(block, Field.target)
        entry.permissions = UInt32(truncatingIfNeeded: try number(block, Field.mode)) & 0o7777
        entry.user = UInt32(truncatingIfNeeded: try number(block, Field.user))
        entry.group = UInt32(truncatingIfNeeded: try number(block, Field.group))
        entry.size = try number(block, Field.size)
        entry.modified = try number(block, Field.modified)
        let type = block[Field.type]
        entry.kind = kind(type, path: entry.path)
        guard entry.size >= 0 else {
            throw ArchiveError("the archive is damaged: a member has a negative size")
        }
        return (entry, type)
    }

    private static func kind(_ type: UInt8, path: [UInt8]) -> ArchiveEntry.Kind {
        switch type {
        case UInt8(ascii: "0"), UInt8(ascii: "7"), 0: path.last == 0x2F ? .directory : .file
        case UInt8(ascii: "1"): .hardLink
        case UInt8(ascii: "2"): .symbolicLink
        case UInt8(ascii: "5"): .directory
        default: .other
        }
    }

    private static func text(_ block: [UInt8], _ field: (Int, Int)) -> [UInt8] {
        Array(block[field.0..<(field.0 + field.1)].prefix { $0 != 0 })
    }

    /// Octal digits, or where the first bit is set, a number in base 256 as GNU tar has it.
    private static func number(
        _ block: [UInt8], _ field: (Int, Int)
    ) throws(ArchiveError) -> Int64 {
        let bytes = block[field.0..<(field.0 + field.1)]
        if bytes.first! & 0x80 != 0 {
            let low = bytes.suffix(8)
            guard bytes.dropFirst().dropLast(8).allSatisfy({ $0 == 0 }), low.first! < 0x80 else {
                throw ArchiveError("the archive has a number that is too large")
            }
            return low.reduce(0) { $0 << 8 | Int64($1) }
        }
        var number: Int64 = 0
        for byte in bytes.drop(while: { $0 == 0x20 || $0 == 0 }) {
            if byte == 0x20 || byte == 0 { break }
            guard byte >= 0x30, byte < 0x38 else {
                throw ArchiveError(
                    "the archive is damaged: a header has no number where one is due")
            }
            number = number << 3 | Int64(byte - 0x30)
        }
        return number
    }

    /// Applies the records of a pax header.
    static func apply(_ records: [UInt8], to entry: inout ArchiveEntry) throws(ArchiveError) {
        var rest = records[...]
        while !rest.isEmpty {
            guard let space = rest.firstIndex(of: 0x20),
                let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
                length > space - rest.startIndex + 1, length <= rest.count,
                let equals = rest.prefix(length)[space...].firstIndex(of: 0x3D)
            else { throw ArchiveError("the archive is damaged: an extended header cannot be read") }
            let key = String(decoding: rest[(space + 1)..<equals], as: UTF8.self)
            let value = Array(rest.prefix(length)[(equals + 1)...].dropLast())
            rest = rest.dropFirst(length)
            let text = String(decoding: value, as: UTF8.self)
            switch key {
            case "path": entry.path = value
            case "linkpath": entry.target = value
            case "size": entry.size = max(0, Int64(text) ?? entry.size)
            case "uid": entry.user = UInt32(text) ?? entry.user
            case "gid": entry.group = UInt32(text) ?? entry.group
            case "mtime":
                entry.modified =
                    Int64(text.split(separator: ".").first ?? "") ?? entry.modified
            default: break
            }
        }
    }
}
