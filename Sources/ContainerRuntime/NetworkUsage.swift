import Glibc

/// What an interface of a network namespace has carried so far.
public struct NetworkUsage: Sendable, Hashable {
    public var interface: String
    public var receivedBytes: UInt64
    public var receiveErrors: UInt64
    public var sentBytes: UInt64
    public var sendErrors: UInt64

    public init(
        interface: String, receivedBytes: UInt64 = 0, receiveErrors: UInt64 = 0,
        sentBytes: UInt64 = 0, sendErrors: UInt64 = 0
    ) {
        self.interface = interface
        self.receivedBytes = receivedBytes
        self.receiveErrors = receiveErrors
        self.sentBytes = sentBytes
        self.sendErrors = sendErrors
    }

    /// The interfaces that a process sees, the loopback left out; empty where it is gone.
    public static func ofProcess(_ id: Int32) -> [NetworkUsage] {
        guard let file = fopen("/proc/\(id)/net/dev", "re") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = fread(&bytes, 1, bytes.count, file)
        return parse(String(decoding: bytes.prefix(count), as: UTF8.self))
    }

    /// Reads the table of `/proc/net/dev`: a name, then eight figures of what came in, of which the
    /// third counts errors, and eight of what went out.
    static func parse(_ table: String) -> [NetworkUsage] {
        table.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            let name = parts[0].filter { $0 != " " }
            let figures = parts[1].split(separator: " ").compactMap { UInt64($0) }
            guard figures.count >= 16, name != "lo" else { return nil }
            return NetworkUsage(
                interface: name, receivedBytes: figures[0], receiveErrors: figures[2],
                sentBytes: figures[8], sendErrors: figures[10])
        }
    }
}
