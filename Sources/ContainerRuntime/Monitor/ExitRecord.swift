import LinuxSystem

/// The file `exit` that a monitor leaves when its container has ended.
enum ExitRecord {
    /// Nil where there is none or it is incomplete.
    static func read(folder: String) -> ContainerExit? {
        guard let bytes = try? File.read(folder + "/exit") else { return nil }
        return parse(String(decoding: bytes, as: UTF8.self))
    }

    /// Lines `code=`, `signal=`, `finished=` (nanoseconds since 1970) and `oom=`.
    static func parse(_ text: String) -> ContainerExit? {
        var values: [Substring: Int64] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2, let value = Int64(parts[1]) { values[parts[0]] = value }
        }
        guard let code = values["code"], let finished = values["finished"] else { return nil }
        return ContainerExit(
            exitCode: Int(code), signal: Int(values["signal"] ?? 0), finishedAt: finished,
            outOfMemory: values["oom"] == 1)
    }
}
