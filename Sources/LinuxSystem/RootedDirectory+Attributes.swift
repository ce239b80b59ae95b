import CLinux
import Glibc

extension RootedDirectory {
    /// Sets the owner; clears the set-user-id bits, so it comes before the permissions.
    ///
    /// - Throws: `SystemError`
    public func setOwner(_ path: UnsafePointer<CChar>, user: UInt32, group: UInt32) throws {
        try withParent(of: path) { parent, name in
            guard fchownat(parent, name, user, group, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw SystemError("chown", String(cString: path))
            }
        }
    }

    /// Sets the permissions of what is known not to be a symbolic link, which has none.
    ///
    /// - Parameter mode: the lower twelve bits.
    /// - Throws: `SystemError`, with `ELOOP` for a symbolic link.
    public func setPermissions(_ path: UnsafePointer<CChar>, mode: UInt32) throws {
        try withParent(of: path) { parent, name in
            var status = stat()
            guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw SystemError("chmod", String(cString: path))
            }
            guard status.st_mode & S_IFMT != S_IFLNK else {
                throw SystemError("chmod", String(cString: path), code: ELOOP)
            }
            guard fchmodat(parent, name, mode & 0o7777, 0) == 0 else {
                throw SystemError("chmod", String(cString: path))
            }
        }
    }

    /// Sets the time of the last change of the content, and the time of access alike.
    ///
    /// - Throws: `SystemError`
    public func setModificationTime(_ path: UnsafePointer<CChar>, _ time: timespec) throws {
        try withParent(of: path) { parent, name in
            let times = [time, time]
            guard utimensat(parent, name, times, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw SystemError("utimensat", String(cString: path))
            }
        }
    }

    /// Sets an extended attribute, of a symbolic link itself where the path is one.
    ///
    /// - Throws: `SystemError`
    public func setExtendedAttribute(
        _ path: UnsafePointer<CChar>, name attribute: UnsafePointer<CChar>,
        value: UnsafeRawBufferPointer
    ) throws {
        try withParent(of: path) { parent, name in
            // There is no setxattrat before Linux 6.13; the parent's descriptor pins the directory.
            var file = Array("/proc/self/fd/\(parent)/".utf8CString.dropLast())
            file.append(contentsOf: UnsafeBufferPointer(start: name, count: strlen(name) + 1))
            guard lsetxattr(file, attribute, value.baseAddress, value.count, 0) == 0 else {
                throw SystemError("setxattr", String(cString: path))
            }
        }
    }
}
