import Glibc
import LinuxSystem
import OCI

/// A blob on its way into the content store: a temporary file that becomes part of the store once
/// its size and digest are proven.
///
/// One task uses it at a time; its calls block on the disk.
final class BlobWriter: @unchecked Sendable {
    // @unchecked: handed from call to call of a single download, never shared.
    let descriptor: Descriptor
    private let temporaryPath: String
    private let path: String
    private let file: Int32
    private let hasher = SHA256Hasher()
    private var count: Int64 = 0

    init(_ descriptor: Descriptor, temporaryPath: String, path: String) throws {
        self.descriptor = descriptor
        self.temporaryPath = temporaryPath
        self.path = path
        file = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw SystemError("create", temporaryPath) }
    }

    deinit {
        close(file)
        unlink(temporaryPath)
    }

    /// Forgets what was written, for a download that begins anew.
    func restart() throws {
        guard ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0 else {
            throw SystemError("truncate", temporaryPath)
        }
        hasher.restart()
        count = 0
    }

    /// - Throws: `SystemError`, or `ImageStoreError` where more comes than the descriptor says.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        count += Int64(bytes.count)
        guard count <= descriptor.size else {
            throw ImageStoreError(
                .digestMismatch, "\(descriptor.digest) has more than its \(descriptor.size) bytes")
        }
        hasher.update(bytes)
        var offset = 0
        while offset < bytes.count {
            let written = write(file, bytes.baseAddress! + offset, bytes.count - offset)
            if written < 0 {
                if errno == EINTR { continue }
                throw SystemError("write", temporaryPath)
            }
            offset += written
        }
    }

    /// Checks size and digest.
    ///
    /// - Throws: `ImageStoreError` with `digestMismatch`.
    func verify() throws {
        guard count == descriptor.size else {
            throw ImageStoreError(
                .digestMismatch,
                "\(descriptor.digest) has \(count) bytes instead of \(descriptor.size)")
        }
        let actual = hasher.finish()
        guard actual == descriptor.digest else {
            throw ImageStoreError(
                .digestMismatch, "the content of \(descriptor.digest) has the digest \(actual)")
        }
    }

    /// Puts the verified blob in its place.
    ///
    /// - Parameter durable: false for a blob that need not outlive a crash, as a layer that is about
    ///   to be unpacked.
    func commit(durable: Bool) throws {
        if durable {
            guard fsync(file) == 0 else { throw SystemError("fsync", temporaryPath) }
        }
        guard rename(temporaryPath, path) == 0 else { throw SystemError("rename", path) }
    }
}
