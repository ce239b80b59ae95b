import JSON

/// PersistentVolumes and PersistentVolumeClaims
extension TablePrinter {
    private static let unset = "<unset>"
    /// An annotation older than `storageClassName`, which it overrides.
    private static let classAnnotation = "volume.beta.kubernetes.io/storage-class"

    static let persistentVolumes = TablePrinter(
        PersistentVolume.self,
        columns: [
            name,
            ResourceTable.Column("Capacity", "How much fits in."),
            ResourceTable.Column("Access Modes", "How it can be mounted."),
            ResourceTable.Column("Reclaim Policy", "What happens after its claim is gone."),
            ResourceTable.Column("Status", "Phase of the volume."),
            ResourceTable.Column("Claim", "The claim that it is bound to."),
            ResourceTable.Column("StorageClass", "Its storage class."),
            ResourceTable.Column("VolumeAttributesClass", "Its volume attributes class."),
            ResourceTable.Column("Reason", "Why it is in its phase."),
            age,
            ResourceTable.Column("VolumeMode", wide: true, "File system or block device."),
        ]
    ) { volume, now in
        let spec = volume.spec
        return [
            text(volume.metadata.name), text(storage(spec.capacity)),
            text(modes(spec.accessModes)), spec.persistentVolumeReclaimPolicy.json,
            text(phase(volume.status.phase.rawValue, volume.metadata)),
            text(spec.claimRef.map { "\($0.namespace)/\($0.name)" } ?? ""),
            text(volume.metadata.annotations[classAnnotation] ?? spec.storageClassName),
            text(spec.volumeAttributesClassName ?? unset), text(volume.status.reason),
            age(volume.metadata, now), text(spec.volumeMode?.rawValue ?? unset),
        ]
    }

    static let persistentVolumeClaims = TablePrinter(
        PersistentVolumeClaim.self,
        columns: [
            name,
            ResourceTable.Column("Status", "Phase of the claim."),
            ResourceTable.Column("Volume", "The volume that it is bound to."),
            ResourceTable.Column("Capacity", "How much fits into the volume."),
            ResourceTable.Column("Access Modes", "How the volume can be mounted."),
            ResourceTable.Column("StorageClass", "Its storage class."),
            ResourceTable.Column("VolumeAttributesClass", "Its volume attributes class."),
            age,
            ResourceTable.Column("VolumeMode", wide: true, "File system or block device."),
        ]
    ) { claim, now in
        let spec = claim.spec
        let isBound = !spec.volumeName.isEmpty
        return [
            text(claim.metadata.name), text(phase(claim.status.phase.rawValue, claim.metadata)),
            text(spec.volumeName), text(isBound ? storage(claim.status.capacity) : ""),
            text(isBound ? modes(claim.status.accessModes) : ""),
            text(claim.metadata.annotations[classAnnotation] ?? spec.storageClassName ?? ""),
            text(spec.volumeAttributesClassName ?? unset), age(claim.metadata, now),
            text(spec.volumeMode?.rawValue ?? unset),
        ]
    }

    private static func storage(_ amounts: [String: Quantity]) -> String {
        (amounts["storage"] ?? Quantity()).description
    }

    private static func phase(_ phase: String, _ metadata: ObjectMeta) -> String {
        metadata.deletionTimestamp == nil ? phase : "Terminating"
    }

    /// `RWO,ROX`, always in this order.
    private static func modes(_ modes: [PersistentVolumeAccessMode]) -> String {
        let short: [(PersistentVolumeAccessMode, String)] = [
            ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"),
            ("ReadWriteOncePod", "RWOP"),
        ]
        return short.filter { modes.contains($0.0) }.map(\.1).joined(separator: ",")
    }
}
