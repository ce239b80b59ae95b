import Glibc
import LinuxSystem

/// Why an image could not be pulled, mounted or removed.
public struct ImageStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a caller decides by; the kubelet derives the reason it shows from it.
    public enum Reason: String, Sendable, Hashable {
        /// The name breaks the rules (`InvalidImageName`).
        case invalidName
        case notFound
        /// The registry wants credentials, or others.
        case unauthorized
        /// It cannot be reached, or fails (`RegistryUnavailable`).
        case registryUnavailable
        /// What arrived is not what its digest promises.
        case digestMismatch
        /// The image is of a kind, or for a platform, that does not run here.
        case unsupportedManifest
        case unpackFailed
        /// The disk is full.
        case noSpace
        case cancelled
        /// The kernel has no overlayfs, or it does not work where the images are kept.
        case noOverlay
        /// The store's own files cannot be read or written.
        case storage
    }

    public var reason: Reason
    /// One sentence: what, where, what to do.
    public var description: String

    public init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }

    /// Another error as one of this type, with `otherwise` for a system error but a full disk.
    init(_ error: any Error, otherwise: Reason) {
        switch error {
        case let error as ImageStoreError: self = error
        case is CancellationError: self.init(.cancelled, "cancelled")
        case let error as SystemError where error.code == ENOSPC || error.code == EDQUOT:
            self.init(.noSpace, "no space left on the disk (\(error)); free some and try again")
        default: self.init(otherwise, "\(error)")
        }
    }

    /// The same with words before the description.
    func prefixed(_ words: String) -> ImageStoreError {
        ImageStoreError(reason, "\(words): \(description)")
    }
}
