/// The name of a log file: `<attempt>.log` is written to, `<attempt>.log.YYYYMMDD-HHMMSS[.N]` was
/// rotated, and packed where `.gz` follows. They order as their contents were written.
struct LogFileName: Comparable, Hashable {
    var attempt: Int
    /// Nil for the file that is written to.
    var rotation: Rotation?
    /// Whether it ends in `.gz`, which makes it no other file.
    var isPacked = false

    struct Rotation: Comparable, Hashable {
        var stamp: String
        var number: Int

        static func < (left: Rotation, right: Rotation) -> Bool {
            (left.stamp, left.number) < (right.stamp, right.number)
        }
    }

    /// Nil for any other file.
    init?(_ name: String) {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count > 3, parts.last == "gz" {
            isPacked = true
            parts.removeLast()
        }
        guard parts.count >= 2, parts.count <= 4, parts[1] == "log", let attempt = Int(parts[0]),
            attempt >= 0
        else { return nil }
        self.attempt = attempt
        guard parts.count > 2 else { return }
        guard parts[2].utf8.count == 15, parts[2].utf8.allSatisfy({ $0 < 0x3a }),
            let number = parts.count == 4 ? Int(parts[3]) : 0
        else { return nil }
        rotation = Rotation(stamp: String(parts[2]), number: number)
    }

    static func < (left: LogFileName, right: LogFileName) -> Bool {
        if left.attempt != right.attempt { return left.attempt < right.attempt }
        switch (left.rotation, right.rotation) {
        case (let left?, let right?): return left < right
        case (.some, nil): return true
        case (nil, _): return false
        }
    }
}
