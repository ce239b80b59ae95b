/// Which AppArmor profile a container gets.
enum AppArmorChoice: Sendable, Hashable {
    /// Nothing is said of profiles, since there are none.
    case none
    case unconfined
    /// Nothing confines it for want of the program that loads the profile.
    case unconfinedWithoutParser
    /// Swiftlet's own, to be loaded where the kernel does not have it.
    case swiftletDefault
    /// One that has to be there.
    case localhost(String)

    /// As containerd's CRI plugin has it: a container that says nothing gets the default profile
    /// where it can be loaded, one that names it is not run without it, and a privileged one has none
    /// unless it names one of the machine's.
    ///
    /// - Parameters:
    ///   - loaded: the profiles that the kernel has.
    /// - Throws: `RuntimeError.appArmor`.
    static func choose(
        _ wanted: ContainerSecurity.AppArmor?, privileged: Bool, host: AppArmorHost,
        loaded: Set<String>
    ) throws(RuntimeError) -> AppArmorChoice {
        guard host.isEnabled else {
            guard wanted == nil || wanted == .unconfined else {
                throw .appArmor("apparmor is not supported: the kernel does not enforce profiles")
            }
            return .none
        }
        let canHaveDefault = host.parser != nil || loaded.contains(DefaultAppArmorProfile.name)
        switch wanted {
        case .unconfined: return .unconfined
        case .runtimeDefault where privileged, nil where privileged: return .unconfined
        case nil: return canHaveDefault ? .swiftletDefault : .unconfinedWithoutParser
        case .runtimeDefault:
            guard canHaveDefault else { throw .appArmor(missingParser) }
            return .swiftletDefault
        case .localhost(DefaultAppArmorProfile.name) where canHaveDefault: return .swiftletDefault
        case .localhost(let name):
            guard loaded.contains(name) else {
                throw .appArmor(
                    "apparmor profile not found \(name): load it with apparmor_parser")
            }
            return .localhost(name)
        }
    }

    /// What it takes to confine containers.
    static let missingParser =
        "apparmor is not supported: apparmor_parser is missing, install apparmor"
}
