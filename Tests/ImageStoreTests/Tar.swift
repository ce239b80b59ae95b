/// Hand-made tar archives (POSIX ustar and pax), malicious ones among them.
struct Tar {
    private(set) var bytes: [UInt8] = []

    static func make(_ build: (inout Tar) -> Void) -> [UInt8] {
        var tar = Tar()
        build(&tar)
        return tar.bytes + [UInt8](repeating: 0, count: 1024)
    }

    mutating func file(_ path: String, _ text: String = "", mode: Int = 0o644, user: Int = 0) {
        add(path, type: "0", mode: mode, user: user, content: Array(text.utf8))
    }

    mutating func file(_ path: String, bytes: [UInt8]) {
        add(path, type: "0", mode: 0o644, content: bytes)
    }

    mutating func directory(_ path: String, mode: Int = 0o755, user: Int = 0) {
        add(path, type: "5", mode: mode, user: user)
    }

    mutating func symbolicLink(_ path: String, to target: String) {
        add(path, type: "2", mode: 0o777, target: target)
    }

    mutating func hardLink(_ path: String, to target: String) {
        add(path, type: "1", mode: 0o644, target: target)
    }

    mutating func device(_ path: String, major: Int, minor: Int) {
        add(path, type: "3", mode: 0o600, major: major, minor: minor)
    }

    mutating func fifo(_ path: String) { add(path, type: "6", mode: 0o600) }

    /// Pax records for the next entry.
    mutating func extended(_ records: [(String, String)]) {
        var content: [UInt8] = []
        for (key, value) in records {
            let rest = " \(key)=\(value)\n"
            var length = rest.utf8.count + 1
            while String(length).utf8.count + rest.utf8.count != length { length += 1 }
            content += Array("\(length)\(rest)".utf8)
        }
        add("pax", type: "x", mode: 0o644, content: content)
    }

    mutating func add(
        _ path: String, type: Character, mode: Int, user: Int = 0, target: String = "",
        content: [UInt8] = [], major: Int = 0, minor: Int = 0
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        func octal(_ number: Int, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: digits - text.count) + text
        }
        put(path, at: 0)
        put(octal(mode, 7), at: 100)
        put(octal(user, 7), at: 108)
        put(octal(user, 7), at: 116)
        put(octal(content.count, 11), at: 124)
        put(octal(1_000_000_000, 11), at: 136)
        put("        ", at: 148)
        put(String(type), at: 156)
        put(target, at: 157)
        put("ustar\u{0}00", at: 257)
        put(octal(major, 7), at: 329)
        put(octal(minor, 7), at: 337)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
        bytes += header + content
        bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
}
