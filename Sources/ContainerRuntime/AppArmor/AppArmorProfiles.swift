import LinuxSystem
import Logging
import Synchronization

/// Gives containers their AppArmor profiles, and loads Swiftlet's own when one first needs it.
final class AppArmorProfiles: Sendable {
    /// Seconds that loading may take; it takes a twentieth of one.
    private static let timeLimit = 30

    private let logger: Logger
    /// Held while the profile is loaded, so that one container at a time does it.
    private let loading = Mutex(())
    private let hasWarned = Mutex(false)

    init(logger: Logger) {
        self.logger = logger
    }

    /// The profile's name for the OCI runtime; nil where there are no profiles. Blocks.
    ///
    /// - Throws: `RuntimeError.appArmor`, `SystemError`.
    func name(for security: ContainerSecurity) throws -> String? {
        let host = AppArmorHost.current()
        let loaded = host.isEnabled ? try AppArmorHost.loadedProfiles() : []
        let choice = try AppArmorChoice.choose(
            security.appArmor, privileged: security.privileged, host: host, loaded: loaded)
        switch choice {
        case .none: return nil
        case .unconfined: return "unconfined"
        case .unconfinedWithoutParser:
            warn()
            return "unconfined"
        case .localhost(let name): return name
        case .swiftletDefault:
            let name = DefaultAppArmorProfile.name
            // What is there stays: running containers keep their rules, and it may be the user's own.
            if !loaded.contains(name), let parser = host.parser { try load(with: parser) }
            return name
        }
    }

    private func load(with parser: String) throws {
        try loading.withLock { _ in
            let name = DefaultAppArmorProfile.name
            guard try !AppArmorHost.loadedProfiles().contains(name) else { return }
            let result = try ChildProcess.run(
                parser, ["--replace", "--skip-cache", "--quiet"],
                environment: OCIRuntime.environment,
                input: Array(DefaultAppArmorProfile.text().utf8), within: Self.timeLimit)
            guard let result else {
                throw RuntimeError.appArmor(
                    "cannot load apparmor profile \(name): \(parser) did not end within "
                        + "\(Self.timeLimit) s")
            }
            guard result.status == 0 else {
                throw RuntimeError.appArmor(
                    "cannot load apparmor profile \(name): \(parser): \(Self.reason(result.errorOutput, result.status))"
                )
            }
            logger.info("loaded the default AppArmor profile", metadata: ["profile": "\(name)"])
        }
    }

    /// The parser's first words, which say what went wrong; further lines are what follows from it.
    static func reason(_ errorOutput: [UInt8], _ status: Int) -> String {
        let lines = String(decoding: errorOutput, as: UTF8.self).split(separator: "\n")
        return lines.first.map(String.init) ?? "it ended with status \(status)"
    }

    private func warn() {
        let isFirst = hasWarned.withLock { warned in
            defer { warned = true }
            return !warned
        }
        guard isFirst else { return }
        logger.warning(
            "containers run without an AppArmor profile: apparmor_parser is missing, install apparmor"
        )
    }
}
