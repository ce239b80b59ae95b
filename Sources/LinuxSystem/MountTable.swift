/// What is mounted in this process's mount namespace.
public enum MountTable {
    /// Mount points in the order in which they were mounted.
    ///
    /// - Throws: `SystemError`.
    public static func current() throws -> [String] {
        parse(String(decoding: try File.read("/proc/self/mountinfo"), as: UTF8.self))
    }

    /// The fifth field of each line (proc_pid_mountinfo(5)), its octal escapes undone.
    static func parse(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5)
            return fields.count > 4 ? unescape(fields[4]) : nil
        }
    }

    /// The kernel writes space, tab, newline and backslash as `\040`, `\011`, `\012` and `\134`.
    private static func unescape(_ field: Substring) -> String {
        guard field.contains("\\") else { return String(field) }
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
