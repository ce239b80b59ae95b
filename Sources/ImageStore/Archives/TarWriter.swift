/// Writes a tar archive (POSIX ustar) of files with short names, always the same bytes for the same
/// content: owned by root, at time 0.
struct TarWriter {
    private let output: (UnsafeRawBufferPointer) throws -> Void
    private var folders: Set<String> = []

    init(_ output: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.output = output
    }

    mutating func file(_ path: String, _ content: [UInt8]) throws {
        try file(path, size: Int64(content.count)) { write in
            try content.withUnsafeBytes { try write($0) }
        }
    }

    /// - Parameters:
    ///   - size: of the content that `body` writes.
    ///   - body: what it throws, and too much or too little content, ends the archive.
    mutating func file(
        _ path: String, size: Int64,
        _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        try makeFolders(of: path)
        try header(path, type: "0", mode: 0o644, size: size)
        var count: Int64 = 0
        try body { bytes in
            count += Int64(bytes.count)
            try output(bytes)
        }
        guard count == size else {
            throw ImageStoreError(.storage, "\(path) has \(count) bytes instead of \(size)")
        }
        try zeros(Int((512 - size % 512) % 512))
    }

    func finish() throws { try zeros(1024) }

    private mutating func makeFolders(of path: String) throws {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += part + "/"
            guard folders.insert(folder).inserted else { continue }
            try header(folder, type: "5", mode: 0o755, size: 0)
        }
    }

    private func header(_ path: String, type: Character, mode: Int, size: Int64) throws {
        precondition(path.utf8.count <= 100)
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        put(path, at: 0)
        put(Self.octal(Int64(mode), 7), at: 100)
        put(Self.octal(0, 7), at: 108)
        put(Self.octal(0, 7), at: 116)
        if size < 1 << 33 {
            put(Self.octal(size, 11), at: 124)
        } else {
            // Larger numbers in binary, as GNU tar has them.
            header[124] = 0x80
            for index in 0..<8 {
                header[128 + index] = UInt8(truncatingIfNeeded: size >> (56 - 8 * Int64(index)))
            }
        }
        put(Self.octal(0, 11), at: 136)
        put("        ", at: 148)
        put(String(type), at: 156)
        put("ustar\u{0}00", at: 257)
        put(Self.octal(Int64(header.reduce(0) { $0 + Int($1) }), 6) + "\u{0} ", at: 148)
        try header.withUnsafeBytes(output)
    }

    private func zeros(_ count: Int) throws {
        guard count > 0 else { return }
        try [UInt8](repeating: 0, count: count).withUnsafeBytes(output)
    }

    private static func octal(_ number: Int64, _ digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
