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
            do {
                try Mount.mount(
                    "overlay", on: "\(writable)/\(mountPoint)", type: "overlay",
                    data: options + (isVolatile ? ",volatile" : ""))
            } catch let error as SystemError where error.code == EINVAL && isVolatile {
                // Linux before 5.10 does not know the option.
                try Mount.mount(
                    "overlay", on: "\(writable)/\(mountPoint)", type: "overlay", data: options)
            }
        } catch let error as SystemError {
            throw explain(error, folder: stack.folder)
        }
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
