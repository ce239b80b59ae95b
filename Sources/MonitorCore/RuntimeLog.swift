/// The OCI runtime's log with `--log-format json`: one object a line.
public enum RuntimeLog {
    /// The last message of level `error` or worse, as one line; nil where there is none.
    public static func lastError(_ text: String) -> String? {
        for line in text.utf8.split(separator: UInt8(ascii: "\n")).reversed() {
            let fields = stringMembers(Array(line))
            guard let level = fields["level"], ["error", "fatal", "panic"].contains(level),
                let message = fields["msg"]
            else { continue }
            return oneLine(message)
        }
        return nil
    }

    /// The last line that is not empty, where the runtime only wrote to its standard error.
    public static func lastLine(_ text: String) -> String? {
        text.split(whereSeparator: \.isNewline).last { line in
            line.contains { !$0.isWhitespace }
        }.map(oneLine)
    }

    private static func oneLine(_ text: some StringProtocol) -> String {
        String(text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(4000))
    }

    /// The members of a flat JSON object whose values are strings; what comes after something
    /// unreadable is left out.
    static func stringMembers(_ bytes: [UInt8]) -> [String: String] {
        var members: [String: String] = [:]
        var position = 0
        while let key = nextString(bytes, &position) {
            while position < bytes.count, [0x20, UInt8(ascii: ":")].contains(bytes[position]) {
                position += 1
            }
            guard position < bytes.count else { break }
            if bytes[position] == UInt8(ascii: "\"") {
                members[key] = nextString(bytes, &position)
            } else {
                while position < bytes.count, bytes[position] != UInt8(ascii: ",") { position += 1 }
            }
        }
        return members
    }

    /// The next string literal at or after `position`, which is moved behind it.
    private static func nextString(_ bytes: [UInt8], _ position: inout Int) -> String? {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") { position += 1 }
        guard position < bytes.count else { return nil }
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += escape(bytes, &position)
            default: text.append(byte)
            }
        }
        return nil
    }

    private static func escape(_ bytes: [UInt8], _ position: inout Int) -> [UInt8] {
        guard position < bytes.count else { return [] }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "u"):
            let digits = String(decoding: bytes.dropFirst(position).prefix(4), as: UTF8.self)
            position += 4
            let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{fffd}"
            return Array(String(Character(scalar)).utf8)
        default: return [byte]
        }
    }
}
