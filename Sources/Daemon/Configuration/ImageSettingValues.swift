import Kubelet

/// What a daemon is told about images, with every default filled in.
public struct ImageConfiguration: Sendable, Hashable {
    /// The folder with `<registry>/hosts.toml`.
    public var registryHosts: String
    /// Files in the form of docker's `config.json`.
    public var registryCredentials: [String]
    /// No registry is asked.
    public var isOffline: Bool
    public var kubelet: ImageSettings

    public static let defaultRegistryHosts = "/etc/swiftlet/registries"
}

/// What a person has set about images, by flag or in a file; nil is not set.
struct ImageSettingValues: Sendable, Hashable {
    var registryHosts: String?
    var registryCredentials: String?
    var isOffline: Bool?
    var serializePulls: Bool?
    var maximumParallelPulls: Int?
    var highThreshold: Int?
    var lowThreshold: Int?
    var minimumAge: Duration?
    var maximumAge: Duration?
    var verification: ImageSettings.Verification?
    var verificationAllowlist: [String]?

    func merged(over other: ImageSettingValues) -> ImageSettingValues {
        ImageSettingValues(
            registryHosts: registryHosts ?? other.registryHosts,
            registryCredentials: registryCredentials ?? other.registryCredentials,
            isOffline: isOffline ?? other.isOffline,
            serializePulls: serializePulls ?? other.serializePulls,
            maximumParallelPulls: maximumParallelPulls ?? other.maximumParallelPulls,
            highThreshold: highThreshold ?? other.highThreshold,
            lowThreshold: lowThreshold ?? other.lowThreshold,
            minimumAge: minimumAge ?? other.minimumAge, maximumAge: maximumAge ?? other.maximumAge,
            verification: verification ?? other.verification,
            verificationAllowlist: verificationAllowlist ?? other.verificationAllowlist)
    }

    /// - Throws: `ConfigurationError`
    func resolved(
        root: String, absolute: (String) -> String
    ) throws -> ImageConfiguration {
        var settings = ImageSettings()
        settings.highThreshold = highThreshold ?? settings.highThreshold
        settings.lowThreshold = lowThreshold ?? min(settings.lowThreshold, settings.highThreshold)
        guard settings.lowThreshold <= settings.highThreshold else {
            throw ConfigurationError(
                "imageGCLowThresholdPercent \(settings.lowThreshold): has to be at most imageGCHighThresholdPercent, \(settings.highThreshold)"
            )
        }
        settings.minimumAge = minimumAge.map(Self.nanoseconds) ?? settings.minimumAge
        settings.maximumAge = maximumAge.map(Self.nanoseconds) ?? settings.maximumAge
        guard settings.maximumAge == 0 || settings.maximumAge > settings.minimumAge else {
            throw ConfigurationError("imageMaximumGCAge: has to be more than imageMinimumGCAge")
        }
        settings.verification = verification ?? settings.verification
        settings.verificationAllowlist = verificationAllowlist ?? []
        settings.maximumParallelPulls = serializePulls == true ? 1 : maximumParallelPulls ?? 0
        return ImageConfiguration(
            registryHosts: registryHosts.map(absolute) ?? ImageConfiguration.defaultRegistryHosts,
            registryCredentials: registryCredentials.map { [absolute($0)] }
                ?? [root + "/config.json", "/root/.docker/config.json"],
            isOffline: isOffline ?? false, kubelet: settings)
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
