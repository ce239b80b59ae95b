import CLibArchive
import Glibc
import LinuxSystem

/// Writes down how a layer's archive can be made again from the unpacked layer: everything of the
/// archive but the contents of its files, and where those are.
///
/// The record is packed with zstd: parts of raw bytes (`r`, length, bytes) and of contents (`f`, path,
/// count of ranges, ranges of offset and length), all numbers 64 bits with the lowest byte first.
///
/// Fed by `LayerArchive` on one thread: with all bytes as they are read, and with what libarchive
/// makes of them.
final class LayerRecipeWriter {
    private let archive: OpaquePointer
    private var output: [UInt8] = []
    /// Bytes of the archive whose part is not known yet; those before `head` are done with.
    private var window: [UInt8] = []
    private var head = 0
    private var windowStart: Int64 = 0
    private var received: Int64 = 0
    /// Up to here the archive is content of the current file.
    private var contentEnd: Int64 = 0
    private var isCopying = false
    private var contentPath: [UInt8] = []
    private var contentPosition: Int64 = 0
    private var ranges: [(offset: Int64, count: Int64)] = []
    /// Files whose contents the record needs.
    private(set) var paths: Set<[UInt8]> = []
    /// Whether two entries have their contents in one file, so that the first one's is lost.
    private(set) var hasDuplicates = false

    /// - Throws: `ImageStoreError` with `storage`.
    init(path: String) throws {
        archive = archive_write_new()
        archive_write_set_format_raw(archive)
        archive_write_add_filter_zstd(archive)
        // Headers of tar are packed as small by the lowest level, with a quarter of the memory.
        archive_write_set_filter_option(archive, "zstd", "compression-level", "1")
        guard archive_write_open_filename(archive, path) == ARCHIVE_OK else { throw failure }
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, "recipe")
        archive_entry_set_filetype(entry, S_IFREG)
        guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw failure }
    }

    deinit {
        archive_write_free(archive)
    }

    /// Takes the archive's next bytes.
    ///
    /// - Parameter consumed: bytes that the reader is done with; outside contents, those are raw.
    func receive(_ bytes: UnsafeRawBufferPointer, consumed: Int64) throws {
        if !isCopying { try writeRaw(upTo: consumed) }
        let start = received
        received += Int64(bytes.count)
        let skipped = Int(min(max(contentEnd - start, 0), Int64(bytes.count)))
        guard skipped < bytes.count else {
            window.removeAll(keepingCapacity: true)
            head = 0
            windowStart = received
            return
        }
        if head == window.count {
            window.removeAll(keepingCapacity: true)
            head = 0
            windowStart = start + Int64(skipped)
        } else if head > 64 << 10 {
            window.removeFirst(head)
            head = 0
        }
        window.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[skipped...]))
    }

    /// A file's content begins at `position` of the archive.
    ///
    /// - Parameter knownSize: its bytes where it has no holes.
    func beginContent(of path: [UInt8], at position: Int64, knownSize: Int64?) throws {
        try writeRaw(upTo: position)
        isCopying = true
        contentPath = path
        contentPosition = position
        ranges = []
        if let knownSize { drop(upTo: position + knownSize) }
    }

    /// The content goes on with bytes that belong at `offset` of the file.
    func content(offset: Int64, count: Int64) {
        guard count > 0 else { return }
        if let last = ranges.last, last.offset + last.count == offset {
            ranges[ranges.count - 1].count += count
        } else {
            ranges.append((offset, count))
        }
        contentPosition += count
        drop(upTo: contentPosition)
    }

    func endContent() throws {
        isCopying = false
        guard !ranges.isEmpty else { return }
        if !paths.insert(contentPath).inserted { hasDuplicates = true }
        output.append(UInt8(ascii: "f"))
        append(Int64(contentPath.count))
        output.append(contentsOf: contentPath)
        append(Int64(ranges.count))
        for range in ranges {
            append(range.offset)
            append(range.count)
        }
        try flush(atLeast: 64 << 10)
    }

    /// All bytes were read.
    func finish() throws {
        try writeRaw(upTo: received)
        try flush(atLeast: 1)
        guard archive_write_close(archive) == ARCHIVE_OK else { throw failure }
    }

    private func drop(upTo position: Int64) {
        contentEnd = max(contentEnd, position)
        let count = min(max(Int(position - windowStart), 0), window.count - head)
        head += count
        windowStart += Int64(count)
    }

    private func writeRaw(upTo position: Int64) throws {
        let count = min(Int(position - windowStart), window.count - head)
        guard count > 0 else { return }
        output.append(UInt8(ascii: "r"))
        append(Int64(count))
        output.append(contentsOf: window[head..<head + count])
        head += count
        windowStart += Int64(count)
        try flush(atLeast: 64 << 10)
    }

    private func append(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { output.append(contentsOf: $0) }
    }

    private func flush(atLeast minimum: Int) throws {
        guard output.count >= minimum else { return }
        let written = output.withUnsafeBytes {
            archive_write_data(archive, $0.baseAddress, $0.count)
        }
        guard written == output.count else { throw failure }
        output.removeAll(keepingCapacity: true)
    }

    private var failure: ImageStoreError {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown error"
        return ImageStoreError(.storage, "cannot write a layer's recipe: \(reason)")
    }
}
