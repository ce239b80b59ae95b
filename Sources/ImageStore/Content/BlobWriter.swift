import CLinux
import Glibc
import LinuxSystem
import OCI
import Synchronization

/// A blob on its way into the store: a temporary file, of use once its size and digest are proven.
///
/// One that is resumable goes on where an interrupted download has left it. One task uses it at a
/// time; its calls block on the disk.
final class BlobWriter: @unchecked Sendable {
    // @unchecked: handed from call to call of a single download; only `growth` is shared.

    /// An interrupted download was gone on with, and the whole is not what its digest promises.
    struct SpoiledRemainder: Error {
        var digest: Digest
        var mismatch: ImageStoreError
    }

    let descriptor: Descriptor
    let temporaryPath: String
    /// For those who read while it is written.
    let growth = BlobGrowth()
    /// Bytes that are there.
    private(set) var count: Int64 = 0
    private let path: String
    private let file: Int32
    private let hasher = SHA256Hasher()
    private let observers = Mutex<[Int: @Sendable (Int64) -> Void]>([:])
    private let isResumable: Bool
    private let faults: StoreFaults?
    private var resumedFrom: Int64 = 0
    private var isVerified = false
    private var isRejected = false
    /// Whether it was thrown away, and the fault may be that of what an interrupted download has left.
    var isSpoiled: Bool { isRejected && resumedFrom > 0 }

    /// - Parameter isResumable: whether bytes that are there already count, and stay for the next
    ///   attempt.
    init(
        _ descriptor: Descriptor, temporaryPath: String, path: String, isResumable: Bool,
        faults: StoreFaults? = nil
    ) throws {
        try faults?.pass()
        self.descriptor = descriptor
        self.temporaryPath = temporaryPath
        self.path = path
        self.isResumable = isResumable
        self.faults = faults
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | (isResumable ? 0 : O_EXCL)
        file = open(temporaryPath, flags, 0o644)
        guard file >= 0 else { throw SystemError("create", temporaryPath) }
        if isResumable { try resume() }
    }

    deinit {
        growth.fail()
        close(file)
        if !isResumable, faults?.isAlive != false { unlink(temporaryPath) }
    }

    private func resume() throws {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw SystemError("stat", temporaryPath) }
        guard status.st_size > 0, Int64(status.st_size) <= descriptor.size else {
            return try restart()
        }
        try LayerWriter.read(file, temporaryPath) { bytes in
            hasher.update(bytes)
            count += Int64(bytes.count)
        }
        resumedFrom = count
        growth.advance(to: count)
    }

    /// Forgets what was written, for a download that begins anew.
    private func restart() throws {
        guard ftruncate(file, 0) == 0 else {
            throw SystemError("truncate", temporaryPath)
        }
        hasher.restart()
        count = 0
        resumedFrom = 0
    }

    /// Lets somebody know of all bytes that are there, each time some have come.
    ///
    /// - Parameter number: what to remove the observer by.
    func observe(_ number: Int, _ observer: (@Sendable (Int64) -> Void)?) {
        observers.withLock { $0[number] = observer }
    }

    /// Where more comes than the descriptor says, what is there is thrown away.
    ///
    /// - Throws: `SystemError`, and nothing counts as written; or as `verify` does.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard count + Int64(bytes.count) <= descriptor.size else {
            throw reject(
                ImageStoreError(
                    .digestMismatch,
                    "\(descriptor.digest) has more than its \(descriptor.size) bytes"))
        }
        try faults?.pass()
        var offset = 0
        while offset < bytes.count {
            let written = pwrite(
                file, bytes.baseAddress! + offset, bytes.count - offset, Int(count) + offset)
            if written < 0 {
                if errno == EINTR { continue }
                throw SystemError("write", temporaryPath)
            }
            offset += written
        }
        count += Int64(bytes.count)
        hasher.update(bytes)
        growth.advance(to: count)
        for observer in observers.withLock({ Array($0.values) }) { observer(count) }
    }

    /// Checks size and digest. What does not match is thrown away.
    ///
    /// - Throws: `ImageStoreError` with `digestMismatch`.
    func verify() throws {
        guard !isVerified else { return }
        var mismatch: ImageStoreError?
        if count != descriptor.size {
            mismatch = ImageStoreError(
                .digestMismatch,
                "\(descriptor.digest) has \(count) bytes instead of \(descriptor.size)")
        } else {
            let actual = hasher.finish()
            if actual != descriptor.digest {
                mismatch = ImageStoreError(
                    .digestMismatch, "the content of \(descriptor.digest) has the digest \(actual)")
            }
        }
        guard let mismatch else {
            isVerified = true
            return growth.complete(count)
        }
        throw reject(mismatch)
    }

    /// Throws away what is there, and tells those who read it.
    private func reject(_ mismatch: ImageStoreError) -> ImageStoreError {
        isRejected = true
        discard()
        growth.fail()
        return mismatch
    }

    /// Puts the verified blob in its place, on the disk.
    func commit() throws {
        try faults?.pass()
        guard fsync(file) == 0 else { throw SystemError("fsync", temporaryPath) }
        try faults?.pass()
        guard rename(temporaryPath, path) == 0 else { throw SystemError("rename", path) }
    }

    /// Removes the temporary file, which is of no more use.
    func discard() {
        if faults?.isAlive != false { unlink(temporaryPath) }
    }
}
