import CLinux
import Glibc
import LinuxSystem
import OCI

/// Mounting layers on top of each other with overlayfs.
enum OverlayMount {
    /// Folders below `<root>/snapshots`, all paths of a mount being relative to it: the options of
    /// mount(2) have to fit one page, and so more than a hundred layers do.
    struct Stack: Sendable {
        /// Absolute path of `<root>/snapshots`.
        var folder: String
        /// Lowest first.
        var layers: [Digest]

        /// What overlayfs gets to see of a layer, a link to `layers/<hex>/fs`.
        static func link(_ layer: Digest) -> String { "l/\(layer.hexadecimal.prefix(20))" }
    }

    /// Mounts a stack with a writable layer. To be called on a thread of its own, whose working
    /// directory it changes.
    ///
    /// - Parameters:
    ///   - writable: the folder below the stack's with `upper`, `work` and the mount point.
    ///   - mountPoint: its name in `writable`.
    ///   - isVolatile: whether the content need not survive a crash of the machine; then nothing
    ///     waits for the disk.
    /// - Throws: `ImageStoreError` with `noOverlay`, or `SystemError`.
    static func mount(
        _ stack: Stack, writable: String, upper: String, mountPoint: String, isVolatile: Bool
    ) throws {
        guard clinux_unshare_working_directory() == 0, chdir(stack.folder) == 0 else {
            throw SystemError("chdir", stack.folder)
        }
        let options = options(stack, writable: writable, upper: upper)
        do {
            try mount(options, on: "\(writable)/\(mountPoint)", isVolatile: isVolatile)
        } catch let error as SystemError {
            throw explain(error, folder: stack.folder)
        }
    }

    private static func mount(_ options: String, on path: String, isVolatile: Bool) throws {
        do {
            try Mount.mount(
                "overlay", on: path, type: "overlay",
                data: options + (isVolatile ? ",volatile" : ""))
        } catch let error as SystemError where error.code == EINVAL && isVolatile {
            // Linux before 5.10 does not know the option.
            try Mount.mount("overlay", on: path, type: "overlay", data: options)
        }
    }

    /// Mounts a stack whose files belong to a user namespace: overlayfs cannot show other owners
    /// than its layers have, but its layers can be taken from a mount that does (Linux 5.19). To be
    /// called on a thread of its own, whose mount namespace and working directory it changes.
    ///
    /// The mount of the layers is only in that namespace: left behind by a crash, it would be a
    /// second way to all layers in a folder that is removed one day.
    ///
    /// - Parameter writable: the absolute path of the folder with `upper`, `work` and the mount
    ///   point; what is below it belongs to the machine's ids.
    /// - Throws: `ImageStoreError` with `noOverlay`, or `SystemError`.
    static func mount(
        _ stack: Stack, writable: String, upper: String, mountPoint: String,
        for users: PinnedUserNamespace
    ) throws {
        let path = "\(writable)/\(mountPoint)"
        let machine = open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC)
        guard machine >= 0 else { throw SystemError("open", "/proc/thread-self/ns/mnt") }
        defer { close(machine) }
        let layers = try MountCopy(of: stack.folder, for: users)
        guard clinux_unshare_mounts() == 0 else { throw SystemError("unshare", path) }
        try Mount.mount("none", on: "/", flags: [.private, .recursive])
        try layers.attach(at: path)
        guard chdir(path) == 0 else { throw SystemError("chdir", path) }
        let made: MountCopy
        do {
            // Over the layers, which are reached by the working directory.
            try mount(
                options(stack, writable: writable, upper: upper), on: path, isVolatile: true)
            made = try MountCopy(of: path)
        } catch let error as SystemError {
            throw explain(error, folder: stack.folder)
        }
        guard clinux_enter_namespace(machine) == 0 else { throw SystemError("setns", path) }
        try made.attach(at: path)
    }

    /// Tries overlayfs with `lower`, `upper`, `work` and `merged` in `folder`. To be called on a
    /// thread of its own, whose mount namespace it leaves.
    ///
    /// - Throws: `ImageStoreError` with `noOverlay`, or `SystemError`.
    static func check(_ folder: String) throws {
        do {
            guard clinux_unshare_mounts() == 0 else { throw SystemError("unshare") }
            try Mount.mount("none", on: "/", flags: [.private, .recursive])
            guard chdir(folder) == 0 else { throw SystemError("chdir", folder) }
            try Mount.mount(
                "overlay", on: "merged", type: "overlay",
                data: "lowerdir=lower,upperdir=upper,workdir=work,index=off")
            try Mount.unmount("merged")
        } catch let error as SystemError {
            throw explain(error, folder: folder)
        }
    }

    /// The highest layer comes first; a hard link index would refuse a second mount of an upper
    /// folder whose first one still winds down.
    static func options(_ stack: Stack, writable: String, upper: String) -> String {
        let lower = stack.layers.reversed().map(Stack.link).joined(separator: ":")
        return "lowerdir=\(lower),upperdir=\(writable)/\(upper),workdir=\(writable)/work,index=off"
    }

    private static func explain(_ error: SystemError, folder: String) -> any Error {
        switch error.code {
        case ENODEV:
            ImageStoreError(
                .noOverlay,
                "no overlayfs: this kernel does not have the file system; try modprobe overlay")
        case EPERM:
            ImageStoreError(.noOverlay, "no overlayfs: mounting is not permitted; run as root")
        case EINVAL, EOPNOTSUPP:
            ImageStoreError(
                .noOverlay,
                "no overlayfs: it refuses layers in \(folder); keep images on ext4, xfs or btrfs")
        default: error
        }
    }
}
