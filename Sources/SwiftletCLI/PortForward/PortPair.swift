/// A port here and the port in the Pod that it leads to: `8080:80`, `80`, `:80`.
struct PortPair: Sendable, Hashable {
    /// 0 takes a free one.
    var local: Int
    var remote: Int

    /// - Throws: `CommandError` for what is no such pair.
    init(_ text: String) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let remote = Self.port(parts[parts.count - 1]), remote > 0,
            let local = parts[0].isEmpty ? 0 : Self.port(parts[0])
        else {
            throw CommandError(
                "\"\(text)\" is no port to forward: give PORT, LOCAL:PORT or :PORT, "
                    + "with numbers from 1 to 65535")
        }
        self.local = local
        self.remote = remote
    }

    private static func port(_ text: Substring) -> Int? {
        Int(text).flatMap { (0...65535).contains($0) ? $0 : nil }
    }
}
