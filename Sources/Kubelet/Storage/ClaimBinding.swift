import KubernetesAPI

/// What is to be done about claims and volumes.
enum StorageAction: Sendable, Hashable {
    case protectClaim(LocalStorage.Claim)
    case unprotectClaim(LocalStorage.Claim)
    case unprotectVolume(String)
    /// Both are to refer to each other and to be `Bound`.
    case bind(LocalStorage.Claim, volume: String)
    /// A folder and a volume are to be made.
    case provision(LocalStorage.Claim)
    /// None can be made as the claim asks for it, and why.
    case refuse(LocalStorage.Claim, reason: String)
    /// The claim's volume is gone.
    case lose(LocalStorage.Claim)
    case setPhase(volume: String, String)
    /// A claim for a generic ephemeral volume of a Pod is to be made.
    case create(podUID: String, volume: String)
    /// The folder and the volume are to go.
    case remove(volume: String)
}

/// Decides from claims, volumes and the Pods that use them; a pure function.
struct ClaimBinding {
    var claims: [PersistentVolumeClaim]
    var volumes: [PersistentVolume]
    /// Claims of Pods that have a place here and have not ended.
    var used: Set<LocalStorage.Claim>

    func decide() -> [StorageAction] {
        var actions: [StorageAction] = []
        var taken: Set<String> = []
        for claim in claims.sorted(by: { Self.order($0) < Self.order($1) }) {
            actions += decide(claim, &taken)
        }
        for volume in volumes.sorted(by: { $0.metadata.name < $1.metadata.name })
        where !taken.contains(volume.metadata.name) {
            actions += decide(volume)
        }
        return actions
    }

    // MARK: - Claims

    private func decide(
        _ claim: PersistentVolumeClaim, _ taken: inout Set<String>
    ) -> [StorageAction] {
        let key = LocalStorage.Claim(claim)
        let isProtected = claim.metadata.finalizers.contains(LocalStorage.claimProtection)
        if claim.metadata.deletionTimestamp != nil {
            return isProtected && !used.contains(key) ? [.unprotectClaim(key)] : []
        }
        var actions: [StorageAction] = isProtected ? [] : [.protectClaim(key)]
        if !claim.spec.volumeName.isEmpty {
            return actions + bound(claim, key, &taken)
        }
        // One that names the claim, else the smallest that is large enough.
        let fitting = volumes.filter { fits($0, claim) && !taken.contains($0.metadata.name) }
        let reserved = fitting.first { $0.spec.claimRef != nil }
        if isDelayed(claim), reserved == nil, !used.contains(key) { return actions }
        if let volume = reserved ?? fitting.min(by: { Self.order($0) < Self.order($1) }) {
            taken.insert(volume.metadata.name)
            actions.append(.bind(key, volume: volume.metadata.name))
        } else if isDelayed(claim) {
            actions.append(
                Self.refusal(of: claim).map { .refuse(key, reason: $0) } ?? .provision(key))
        }
        return actions
    }

    /// What a folder cannot be; nil where it can be what the claim asks for.
    private static func refusal(of claim: PersistentVolumeClaim) -> String? {
        let spec = claim.spec
        if spec.volumeMode?.rawValue == "Block" { return "block volumes cannot be made here" }
        if spec.selector != nil { return "claim.Spec.Selector is not supported" }
        if spec.dataSource != nil || spec.dataSourceRef != nil {
            return "volumes cannot be filled from a dataSource here"
        }
        guard let name = spec.volumeAttributesClassName, !name.isEmpty else { return nil }
        return "volumeAttributesClassName \"\(name)\" has no meaning for a folder"
    }

    private func bound(
        _ claim: PersistentVolumeClaim, _ key: LocalStorage.Claim, _ taken: inout Set<String>
    ) -> [StorageAction] {
        guard let volume = volumes.first(where: { $0.metadata.name == claim.spec.volumeName })
        else {
            let wasBound = claim.status.phase == "Bound"
            return wasBound ? [.lose(key)] : []
        }
        if let owner = volume.spec.claimRef, !Self.names(owner, claim) { return [] }
        taken.insert(volume.metadata.name)
        let isDone =
            claim.status.phase == "Bound" && volume.status.phase == "Bound"
            && volume.spec.claimRef?.uid == claim.metadata.uid
        return isDone ? [] : [.bind(key, volume: volume.metadata.name)]
    }

    /// Whether the claim waits for the first Pod that uses it.
    private func isDelayed(_ claim: PersistentVolumeClaim) -> Bool {
        guard let name = claim.spec.storageClassName else { return true }
        return LocalStorage.classes.contains(name)
    }

    private func fits(_ volume: PersistentVolume, _ claim: PersistentVolumeClaim) -> Bool {
        let spec = volume.spec
        guard volume.metadata.deletionTimestamp == nil, volume.localPath != nil else {
            return false
        }
        if let owner = spec.claimRef {
            guard Self.names(owner, claim) else { return false }
        } else if !["", "Pending", "Available"].contains(volume.status.phase.rawValue) {
            return false
        }
        let wanted = claim.spec.resources.requests["storage"] ?? Quantity()
        return spec.storageClassName == claim.spec.storageClassName ?? LocalStorage.classes[0]
            && claim.spec.accessModes.allSatisfy(spec.accessModes.contains)
            && (spec.capacity["storage"] ?? Quantity()) >= wanted
            && (spec.volumeMode?.rawValue ?? "Filesystem")
                == (claim.spec.volumeMode?.rawValue ?? "Filesystem")
            && (spec.volumeAttributesClassName ?? "")
                == (claim.spec.volumeAttributesClassName ?? "")
            && Self.matches(volume, claim.spec.selector)
    }

    private static func matches(_ volume: PersistentVolume, _ selector: LabelSelector?) -> Bool {
        guard let selector else { return true }
        return (try? LabelMatcher(selector).matches(volume.metadata.labels)) ?? false
    }

    // MARK: - Volumes

    private func decide(_ volume: PersistentVolume) -> [StorageAction] {
        let name = volume.metadata.name
        let phase = volume.status.phase.rawValue
        if volume.metadata.deletionTimestamp != nil {
            let isProtected = volume.metadata.finalizers.contains(LocalStorage.volumeProtection)
            return isProtected && phase != "Bound" ? [.unprotectVolume(name)] : []
        }
        guard volume.localPath != nil else { return [] }
        guard let owner = volume.spec.claimRef, !owner.uid.isEmpty else {
            return phase == "Available" ? [] : [.setPhase(volume: name, "Available")]
        }
        if claims.contains(where: { $0.metadata.uid == owner.uid }) { return [] }
        guard volume.spec.persistentVolumeReclaimPolicy == "Delete" else {
            return phase == "Released" ? [] : [.setPhase(volume: name, "Released")]
        }
        if volume.metadata.annotations[LocalStorage.provisionedBy] == LocalStorage.provisioner {
            return [.remove(volume: name)]
        }
        return phase == "Failed" ? [] : [.setPhase(volume: name, "Failed")]
    }

    // MARK: - Comparison

    /// Whether a volume is meant for this claim and no other that had its name before.
    private static func names(_ owner: ObjectReference, _ claim: PersistentVolumeClaim) -> Bool {
        owner.namespace == claim.metadata.namespace && owner.name == claim.metadata.name
            && (owner.uid.isEmpty || owner.uid == claim.metadata.uid)
    }

    private static func order(_ claim: PersistentVolumeClaim) -> (Int64, String, String) {
        let created = claim.metadata.creationTimestamp?.nanosecondsSince1970 ?? 0
        return (created, claim.metadata.namespace, claim.metadata.name)
    }

    private static func order(_ volume: PersistentVolume) -> (Quantity, String) {
        (volume.spec.capacity["storage"] ?? Quantity(), volume.metadata.name)
    }
}
