import Glibc
import LinuxSystem
import OCI

/// Makes a layer's archive again from the unpacked layer, byte for byte, by what
/// `LayerRecipeWriter` has written down.
struct LayerRecipe {
    let path: String
    /// The unpacked layer.
    let layer: RootedDirectory

    /// Hands the archive to `body` piece by piece, in pieces of 1 MiB at most.
    ///
    /// - Throws: `ImageStoreError` with `storage` where the record or the layer is damaged,
    ///   `SystemError`, and what `body` throws.
    func assemble(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let parts = RecipeParts(try Decompressor(BlobReader(path: path), maximumSize: .max))
        let memory = try PageBuffer(256 << 10)
        while let part = try parts.next() {
            switch part {
            case .raw(let count): try parts.read(count, body)
            case .content(let file, let ranges):
                try layer.withFile(file, flags: O_RDONLY | O_NOFOLLOW) { descriptor in
                    for range in ranges {
                        try Self.read(descriptor, file, range, memory.bytes, body)
                    }
                }
            }
        }
    }

    private static func read(
        _ descriptor: Int32, _ file: [CChar], _ range: (offset: Int64, count: Int64),
        _ buffer: UnsafeMutableRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var done: Int64 = 0
        while done < range.count {
            let wanted = Int(min(range.count - done, Int64(buffer.count)))
            let count = pread(
                descriptor, buffer.baseAddress!, wanted, Int(range.offset + done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw count < 0
                    ? SystemError("read", LayerUnpacker.text(file))
                    : ImageStoreError(
                        .storage, "\"\(LayerUnpacker.text(file))\" has become shorter")
            }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            done += Int64(count)
        }
    }
}

/// The parts of a recipe, in their order.
private final class RecipeParts {
    enum Part {
        /// So many bytes of the archive come next; to be read before the next part.
        case raw(Int64)
        case content(file: [CChar], ranges: [(offset: Int64, count: Int64)])
    }

    private let source: Decompressor
    private var buffer = UnsafeRawBufferPointer(start: nil, count: 0)

    init(_ source: Decompressor) {
        self.source = source
    }

    func next() throws -> Part? {
        guard try fill() else { return nil }
        switch try byte() {
        case UInt8(ascii: "r"): return .raw(try number())
        case UInt8(ascii: "f"):
            let length = try number()
            guard (1...4096).contains(length) else { throw damaged }
            var file: [CChar] = []
            try read(length) { file.append(contentsOf: $0.map { CChar(bitPattern: $0) }) }
            let count = try number()
            guard (1...(1 << 24)).contains(count) else { throw damaged }
            var ranges: [(offset: Int64, count: Int64)] = []
            for _ in 0..<count { ranges.append((try number(), try number())) }
            return .content(file: file + [0], ranges: ranges)
        default: throw damaged
        }
    }

    func read(_ count: Int64, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var left = count
        while left > 0 {
            guard try fill() else { throw damaged }
            let step = Int(min(Int64(buffer.count), left))
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<step]))
            buffer = UnsafeRawBufferPointer(rebasing: buffer[step...])
            left -= Int64(step)
        }
    }

    private func number() throws -> Int64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            guard try fill() else { throw damaged }
            value |= UInt64(try byte()) << shift
        }
        guard let number = Int64(exactly: value) else { throw damaged }
        return number
    }

    private func byte() throws -> UInt8 {
        guard let first = buffer.first else { throw damaged }
        buffer = UnsafeRawBufferPointer(rebasing: buffer[1...])
        return first
    }

    /// - Returns: whether there is a byte left.
    private func fill() throws -> Bool {
        if !buffer.isEmpty { return true }
        guard let bytes = source.next() else {
            throw ImageStoreError(.storage, source.failure ?? "a layer's recipe is damaged")
        }
        buffer = bytes
        return !bytes.isEmpty
    }

    private var damaged: ImageStoreError {
        ImageStoreError(.storage, "a layer's recipe is damaged")
    }
}
