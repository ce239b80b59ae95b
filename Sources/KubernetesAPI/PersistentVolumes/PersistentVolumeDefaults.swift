import JSON

/// What Kubernetes fills into PersistentVolumes and their claims.
public enum PersistentVolumeDefaults {
    /// The storage classes that are built in: their claims wait for the first Pod that uses them. A
    /// claim without a class is one of the first.
    public static let delayedClasses = ["local-path", "standard"]

    public static func apply(to volume: inout JSONValue) {
        volume.update("spec") { spec in
            spec.setDefault("persistentVolumeReclaimPolicy", "Retain")
            spec.setDefault("volumeMode", "Filesystem")
            spec.update("hostPath") { $0.setIfMissing("type", "") }
        }
    }

    public static func applyToClaim(_ claim: inout JSONValue) {
        claim.update("spec") { $0.setDefault("volumeMode", "Filesystem") }
    }
}
