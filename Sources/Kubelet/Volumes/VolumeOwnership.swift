import Glibc
import LinuxSystem

/// Owner, group and permissions of what the kubelet writes into volumes.
enum VolumeOwnership {
    /// With a group, the group may read files, and may enter folders whose new files become its.
    /// This is what the kubelet makes of `fsGroup` in volumes that containers cannot write to.
    ///
    /// - Throws: `SystemError`.
    static func apply(
        to path: String, mode: UInt32, isFolder: Bool, user: UInt32? = nil, group: UInt32?
    ) throws {
        var mode = mode
        if group != nil { mode |= isFolder ? 0o2550 : 0o440 }
        if user != nil || group != nil {
            guard lchown(path, user ?? ~0, group ?? ~0) == 0 else {
                throw SystemError("chown", path)
            }
        }
        guard chmod(path, mode) == 0 else { throw SystemError("chmod", path) }
    }
}
