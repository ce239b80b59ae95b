import Glibc

/// Keeps an image from filling the disk that containers write to.
struct DiskReserve {
    private let reserve: Int64
    private var unchecked = Int64.max

    /// The disk is asked once in so many bytes.
    private static let step: Int64 = 64 << 20

    /// - Parameter reserve: bytes that have to stay free.
    init(_ reserve: Int64) {
        self.reserve = reserve
    }

    /// To be called before `count` bytes are written to the file system of `file`.
    ///
    /// - Throws: `ImageStoreError` with `noSpace`.
    mutating func check(_ count: Int64, _ file: Int32) throws {
        let (sum, hasOverflown) = unchecked.addingReportingOverflow(count)
        unchecked = hasOverflown ? .max : sum
        guard unchecked > Self.step else { return }
        unchecked = 0
        var status = statvfs()
        guard fstatvfs(file, &status) == 0 else { return }
        let free = Int64(clamping: UInt64(status.f_bavail)).multipliedReportingOverflow(
            by: Int64(status.f_frsize))
        guard free.overflow || free.partialValue - count >= reserve else {
            throw ImageStoreError(
                .noSpace,
                "the disk has \(free.partialValue >> 20) MiB left, and \(reserve >> 20) MiB have to "
                    + "stay free; free some and try again")
        }
    }
}
