import COpenSSL

/// Why libcrypto refused.
struct OpenSSLError: Error, Hashable, CustomStringConvertible {
    /// What was being done: `sign a certificate`.
    let operation: String
    /// OpenSSL's own words, empty where it gave none.
    let reason: String

    /// Takes the oldest entry of this thread's error queue and empties the queue.
    init(_ operation: String) {
        self.operation = operation
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else {
            reason = ""
            return
        }
        var buffer = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &buffer, buffer.count)
        reason = String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    var description: String {
        "cannot \(operation)" + (reason.isEmpty ? "" : ": \(reason)")
    }
}

/// Text in memory that OpenSSL reads or writes.
struct MemoryBIO: ~Copyable {
    let pointer: OpaquePointer

    init() throws(OpenSSLError) {
        guard let bio = BIO_new(BIO_s_mem()) else { throw OpenSSLError("make a buffer") }
        pointer = bio
    }

    init(_ text: String) throws(OpenSSLError) {
        let bytes = Array(text.utf8)
        guard let bio = BIO_new(BIO_s_mem()) else { throw OpenSSLError("make a buffer") }
        guard BIO_write(bio, bytes, Int32(bytes.count)) == Int32(bytes.count) else {
            BIO_free(bio)
            throw OpenSSLError("fill a buffer")
        }
        pointer = bio
    }

    deinit { BIO_free(pointer) }

    /// What was written and not yet read.
    consuming func text() -> String {
        var collected: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = BIO_read(pointer, &chunk, Int32(chunk.count))
            guard count > 0 else { break }
            collected.append(contentsOf: chunk.prefix(Int(count)))
        }
        return String(decoding: collected, as: UTF8.self)
    }
}
