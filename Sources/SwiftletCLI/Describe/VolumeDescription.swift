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
            ] + source.items.map { "  \($0.fieldRef?.fieldPath ?? "") -> \($0.path)" }
        }
        if volume.projected != nil {
            return [
                "Type:\tProjected (a volume that contains injected data from multiple sources)"
            ]
        }
        return ["<unknown>"]
    }
}
