import Glibc
import LinuxSystem

/// What this machine has of AppArmor.
public struct AppArmorHost: Sendable, Hashable {
    /// Whether the kernel enforces profiles, and says which.
    public var isEnabled: Bool
    /// The program that loads profiles; nil where it is not installed.
    public var parser: String?

    public init(isEnabled: Bool, parser: String? = nil) {
        self.isEnabled = isEnabled
        self.parser = parser
    }

    private static let profilesFile = "/sys/kernel/security/apparmor/profiles"
    private static let parsers = [
        "/sbin/apparmor_parser", "/usr/sbin/apparmor_parser", "/usr/local/sbin/apparmor_parser",
    ]

    /// Looks again each time: file systems are mounted and packages installed while a daemon runs.
    public static func current() -> AppArmorHost {
        guard isEnabled else { return AppArmorHost(isEnabled: false) }
        return AppArmorHost(
            isEnabled: true, parser: parsers.first { access($0, X_OK) == 0 })
    }

    /// Whether profiles hold here: the kernel has AppArmor, and securityfs is mounted, without which
    /// nobody can tell or load them (runc: `apparmor.IsEnabled`).
    public static var isEnabled: Bool {
        (try? File.read("/sys/module/apparmor/parameters/enabled"))?.first == UInt8(ascii: "Y")
            && File.exists(profilesFile)
    }

    /// What containers get that name no profile; nil where they get none.
    public var defaultProfile: String? {
        guard isEnabled else { return nil }
        let name = DefaultAppArmorProfile.name
        let isThere = parser != nil || (try? Self.loadedProfiles())?.contains(name) == true
        return isThere ? name : nil
    }

    /// The names of the profiles that the kernel has.
    ///
    /// - Throws: `SystemError`.
    static func loadedProfiles() throws -> Set<String> {
        names(in: String(decoding: try File.read(profilesFile), as: UTF8.self))
    }

    /// Lines are `name (mode)`, with the namespace before the name where there is one.
    static func names(in text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").compactMap { line in
                line.lastIndex(of: "(").map { String(line[..<$0].dropLast()) }
            })
    }
}
