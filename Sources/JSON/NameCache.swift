/// Names that were read before, so that a long one that comes again needs no memory of its own.
struct NameCache {
    /// Bytes up to which Swift keeps a string without memory of its own.
    private static let inlineLimit = 15
    private static let size = 64

    private var names: [String] = []

    /// - Parameter bytes: ASCII.
    mutating func name(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.count > Self.inlineLimit else { return String(decoding: bytes, as: UTF8.self) }
        if names.isEmpty { names = Array(repeating: "", count: Self.size) }
        let last = bytes.count - 1
        let slot =
            (Int(bytes[0]) &+ Int(bytes[last]) &* 5 &+ Int(bytes[last / 2]) &* 17 &+ bytes.count)
            % Self.size
        if names[slot].utf8.count == bytes.count, names[slot].utf8.elementsEqual(bytes) {
            return names[slot]
        }
        let name = String(decoding: bytes, as: UTF8.self)
        names[slot] = name
        return name
    }
}
