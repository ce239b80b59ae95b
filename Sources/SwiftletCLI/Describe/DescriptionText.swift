import Glibc
import KubernetesAPI

/// Collects the lines of a description; cells end in tabs and are aligned at the end.
struct DescriptionText {
    private var text = ""

    /// - Parameter level: two spaces each.
    mutating func line(_ line: String, level: Int = 0) {
        text += String(repeating: "  ", count: level) + line + "\n"
    }

    /// `Name:   value`
    mutating func field(_ name: String, _ value: String, level: Int = 0) {
        line("\(name):\t\(value)", level: level)
    }

    /// As `field`, where there is a value.
    mutating func optional(_ name: String, _ value: String?, level: Int = 0) {
        if let value, !value.isEmpty { field(name, value, level: level) }
    }

    /// One value a line below each other, `<none>` where there are none.
    mutating func multiline(_ name: String, _ values: [String]) {
        field(name, values.first ?? "<none>")
        for value in values.dropFirst() { line("\t\(value)") }
    }

    mutating func labels(_ name: String, _ labels: [String: String]) {
        multiline(name, labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    }

    /// Amounts by name, where there are any.
    mutating func resources(_ title: String, _ resources: [String: Quantity], level: Int) {
        guard !resources.isEmpty else { return }
        line("\(title):", level: level)
        for (name, quantity) in resources.sorted(by: { $0.key < $1.key }) {
            field(name, quantity.description, level: level + 1)
        }
    }

    /// Annotations, without the one that `apply` keeps its memory in; long values are cut.
    mutating func annotations(_ annotations: [String: String]) {
        let limit = 140
        let shown = annotations.sorted { $0.key < $1.key }.filter {
            $0.key != LastApplied.annotation
        }
        let values = shown.flatMap { key, value -> [String] in
            let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
            if lines.count == 1, key.count + value.count + 2 <= limit {
                return ["\(key): \(value)"]
            }
            return ["\(key):"]
                + lines.map { $0.count > limit - 2 ? "  \($0.prefix(limit - 5))..." : "  \($0)" }
        }
        multiline("Annotations", values)
    }

    /// The text with its columns aligned.
    var aligned: String { TabWriter.description.format(text) }

    /// `Mon, 02 Jan 2006 15:04:05 -0700` in the local time zone.
    static func date(_ time: Timestamp?) -> String {
        // As Go prints the time that is none.
        guard let time else { return "Mon, 01 Jan 0001 00:00:00 +0000" }
        var seconds = time_t(time.secondsSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, "%a, %d %b %Y %H:%M:%S %z", &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Timestamp {
    /// The moment of the call.
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(secondsSince1970: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }
}
