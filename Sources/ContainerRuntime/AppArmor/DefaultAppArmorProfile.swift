import LinuxSystem

/// The profile of containers that ask for no other, as container engines have one.
enum DefaultAppArmorProfile {
    static let name = "swiftlet-default"

    /// Folders in which apparmor_parser looks for files that a profile names.
    private static let abi = "abi/3.0"
    private static let parserFolder = "/etc/apparmor.d"

    /// In the language of apparmor.d(5).
    static func text() -> String {
        text(hasABI: File.exists("\(parserFolder)/\(abi)"))
    }

    /// - Parameter hasABI: whether the description of what AppArmor 3.0 mediates is there. With it
    ///   the rules mean the same on kernels that mediate more; parsers before 3.0 know no other.
    static func text(hasABI: Bool) -> String {
        (hasABI ? "abi <\(abi)>,\n\n" : "") + body
    }

    /// Globs of names cannot be negated: `{[^s]*,s[^y]*}` stands for all that begin otherwise than
    /// with `sy`. A rule that denies wins over those that allow.
    private static let body = """
        profile \(name) flags=(attach_disconnected, mediate_deleted) {
          # What users, capabilities, namespaces and mounts leave to a container.
          capability,
          file,
          network,
          umount,

          # Who stops it is confined by nothing, or by a profile of the OCI runtime's.
          signal (receive),
          signal (send) peer=\(name),
          ptrace (read, readby, trace, tracedby) peer=\(name),

          # Whatever capabilities it has: other mounts would show it other paths.
          deny mount,
          deny remount,
          deny pivot_root,

          # The kernel's own files; those of processes begin with a digit.
          deny /proc/[^0-9/]* wl,
          deny /proc/{[^0-9s/]*,s[^y/]*,sy[^s/]*,sys?*}/** wl,
          deny /proc/{kcore,sysrq-trigger} rwlkmx,

          # Settings, except for those of shared memory, which a Pod has for itself.
          deny /proc/sys/[^k/]** wl,
          deny /proc/sys/k[^e/]** wl,
          deny /proc/sys/kernel/{[^s/],s[^h/],sh[^m/]}** wl,

          # Devices and the kernel; groups of processes are bounded by their namespace.
          deny /sys/[^f/]** wl,
          deny /sys/f[^s/]** wl,
          deny /sys/fs/[^c/]** wl,
          deny /sys/fs/c[^g/]** wl,
          deny /sys/{firmware,kernel/security,devices/virtual/powercap}/** rwlkmx,
        }

        """
}
