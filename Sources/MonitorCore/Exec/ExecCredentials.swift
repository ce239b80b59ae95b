import CLinux
import Glibc

/// Takes on the user, the capabilities and the filter that a container's processes have, in the
/// order that the kernel asks for. Afterwards this process may do what the container may.
struct ExecCredentials {
    private static let setFilter: UInt64 = 1 << 21  // CAP_SYS_ADMIN

    let configuration: ExecConfiguration

    func take() throws(MonitorError) {
        if configuration.noNewPrivileges {
            try check(clinux_set_no_new_privileges(), "set no_new_privs")
        }
        try limitCapabilities()
        try check(clinux_keep_capabilities(1), "keep capabilities")
        try check(
            configuration.additionalGroups.withUnsafeBufferPointer {
                clinux_set_groups($0.baseAddress, UInt($0.count))
            }, "set the groups")
        try check(clinux_set_group(configuration.group), "set the group")
        try check(clinux_set_user(configuration.user), "set the user")
        // A change of the user leaves none effective, and without no_new_privs the filter takes one.
        let permitted = configuration.permitted
        try check(
            clinux_set_capabilities(
                configuration.effective | Self.setFilter, permitted | Self.setFilter,
                configuration.inheritable), "set capabilities")
        try setFilter()
        try check(
            clinux_set_capabilities(
                configuration.effective, permitted, configuration.inheritable), "set capabilities")
        try check(clinux_keep_capabilities(0), "keep capabilities")
        for capability in 0..<64 where configuration.ambient >> UInt64(capability) & 1 == 1 {
            try check(clinux_raise_ambient(Int32(capability)), "raise ambient capabilities")
        }
    }

    /// Drops from the bounding set, which takes a capability that is gone later.
    private func limitCapabilities() throws(MonitorError) {
        _ = clinux_clear_ambient()
        for capability in 0..<64 where configuration.bounding >> UInt64(capability) & 1 == 0 {
            switch clinux_bounding_holds(Int32(capability)) {
            case 1: try check(clinux_drop_from_bounding(Int32(capability)), "drop capabilities")
            case 0: continue
            default: return
            }
        }
    }

    private func setFilter() throws(MonitorError) {
        guard !configuration.seccompFilter.isEmpty else { return }
        var filter = configuration.seccompFilter
        try check(
            filter.withUnsafeMutableBytes {
                clinux_set_seccomp_filter($0.baseAddress, UInt($0.count))
            }, "set the seccomp filter")
    }

    private func check(_ result: Int32, _ what: String) throws(MonitorError) {
        guard result == 0 else { throw MonitorError(what, code: errno) }
    }
}
