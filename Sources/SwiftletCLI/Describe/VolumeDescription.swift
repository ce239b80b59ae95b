import JSON
import KubernetesAPI

/// The volumes of a Pod in detail.
enum VolumeDescription {
    static func add(_ volumes: [Volume], to text: inout DescriptionText) {
        guard !volumes.isEmpty else { return text.field("Volumes", "<none>") }
        text.line("Volumes:")
        for volume in volumes {
            text.line("\(volume.name):", level: 1)
            for line in lines(volume) { text.line(line, level: 2) }
        }
    }

    private static func lines(_ volume: Volume) -> [String] {
        if let source = volume.emptyDir {
            return [
                "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)",
                "Medium:\t\(source.medium.rawValue)",
                "SizeLimit:\t\(source.sizeLimit.map(\.description) ?? "<unset>")",
            ]
        }
        if let source = volume.hostPath {
            return [
                "Type:\tHostPath (bare host directory volume)", "Path:\t\(source.path)",
                "HostPathType:\t\(source.type?.rawValue ?? "<none>")",
            ]
        }
        if let source = volume.configMap {
            return [
                "Type:\tConfigMap (a volume populated by a ConfigMap)", "Name:\t\(source.name)",
                "Optional:\t\(source.optional ?? false)",
            ]
        }
        if let source = volume.secret {
            return [
                "Type:\tSecret (a volume populated by a Secret)",
                "SecretName:\t\(source.secretName)", "Optional:\t\(source.optional ?? false)",
            ]
        }
        if let source = volume.downwardAPI {
            return [
                "Type:\tDownwardAPI (a volume populated by information about the pod)", "Items:",
            ]
                + source.items.map {
                    "  \($0.fieldRef?.fieldPath ?? $0.resourceFieldRef?.resource ?? "") -> \($0.path)"
                }
        }
        if let source = volume.persistentVolumeClaim {
            return [
                "Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same "
                    + "namespace)", "ClaimName:\t\(source.claimName)",
                "ReadOnly:\t\(source.readOnly)",
            ]
        }
        if let source = volume.ephemeral { return ephemeral(source) }
        if let source = volume.image {
            return [
                "Type:\tImage (a container image or OCI artifact)",
                "Reference:\t\(source.reference)", "PullPolicy:\t\(source.pullPolicy.rawValue)",
            ]
        }
        if let source = volume.projected {
            return [
                "Type:\tProjected (a volume that contains injected data from multiple sources)"
            ] + source.sources.flatMap(projection)
        }
        return ["<unknown>"]
    }

    private static func projection(_ source: VolumeProjection) -> [String] {
        // kubectls do not agree on how they say that a source is not optional.
        func named(_ title: String, _ name: String, _ isOptional: Bool?) -> [String] {
            ["\(title):\t\(name)"] + (isOptional == true ? ["Optional:\ttrue"] : [])
        }
        if let secret = source.secret {
            return named("SecretName", secret.name, secret.optional)
        }
        if source.downwardAPI != nil { return ["DownwardAPI:\ttrue"] }
        if let map = source.configMap { return named("ConfigMapName", map.name, map.optional) }
        if let token = source.serviceAccountToken {
            return ["TokenExpirationSeconds:\t\(token.expirationSeconds ?? 3600)"]
        }
        return []
    }

    private static func ephemeral(_ source: JSONValue) -> [String] {
        // As kubectl describes a claim of which only the template is known.
        let spec = source.value(at: "volumeClaimTemplate", "spec")
        return [
            "Type:\tEphemeralVolume (an inline specification for a volume that gets created and "
                + "deleted with the pod)",
            "StorageClass:\t\(spec?["storageClassName"]?.stringValue ?? "")", "Volume:\t",
            "Labels:\t<none>", "Annotations:\t<none>", "Capacity:\t", "Access Modes:\t",
            "VolumeMode:\t\(spec?["volumeMode"]?.stringValue ?? "")",
        ]
    }
}
