import CLinux
import Glibc

/// Mounting and unmounting in the mount namespace of this process.
public enum Mount {
    /// Flags of mount(2).
    public struct Flags: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }

        public static let readOnly = Flags(rawValue: UInt(CLINUX_MS_RDONLY))
        public static let noSetUserID = Flags(rawValue: UInt(CLINUX_MS_NOSUID))
        public static let noDevices = Flags(rawValue: UInt(CLINUX_MS_NODEV))
        public static let noExecution = Flags(rawValue: UInt(CLINUX_MS_NOEXEC))
        public static let remount = Flags(rawValue: UInt(CLINUX_MS_REMOUNT))
        public static let bind = Flags(rawValue: UInt(CLINUX_MS_BIND))
        public static let recursive = Flags(rawValue: UInt(CLINUX_MS_REC))
        public static let `private` = Flags(rawValue: UInt(CLINUX_MS_PRIVATE))
        public static let slave = Flags(rawValue: UInt(CLINUX_MS_SLAVE))
        public static let shared = Flags(rawValue: UInt(CLINUX_MS_SHARED))
    }

    /// Whether the kernel can change the attributes of a mount and all below it.
    public static let canSetAttributes = clinux_can_set_mount_attributes() != 0

    /// mount(2).
    ///
    /// - Throws: `SystemError`.
    public static func mount(
        _ source: String, on target: String, type: String? = nil, flags: Flags = [],
        data: String? = nil
    ) throws {
        guard Glibc.mount(source, target, type, flags.rawValue, data) == 0 else {
            throw SystemError("mount", target)
        }
    }

    /// umount2(2); fine where nothing is mounted.
    ///
    /// - Parameter detach: hides it at once and unmounts it when it is no longer in use.
    /// - Throws: `SystemError`.
    public static func unmount(_ target: String, detach: Bool = true) throws {
        guard umount2(target, detach ? CLINUX_MNT_DETACH : 0) == 0 else {
            if errno == EINVAL || errno == ENOENT { return }
            throw SystemError("umount", target)
        }
    }
}
