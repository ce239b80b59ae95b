import JSON

/// What Kubernetes fills into a volume.
enum VolumeDefaults {
    /// 0644
    private static let fileMode: JSONValue = 420

    static func apply(to volume: inout JSONValue) {
        guard case .object(let members) = volume else { return }
        if members.allSatisfy({ $0.key == "name" || $0.value.isNull }) { volume["emptyDir"] = [:] }
        volume.update("emptyDir") { source in
            if let limit = source["sizeLimit"].flatMap(Quantity.init(checking:)) {
                source["sizeLimit"] = .string(limit.canonical)
            }
        }
        volume.update("secret") { $0.setIfMissing("defaultMode", fileMode) }
        volume.update("configMap") { $0.setIfMissing("defaultMode", fileMode) }
        volume.update("hostPath") { $0.setIfMissing("type", "") }
        volume.update("downwardAPI") { source in
            source.setIfMissing("defaultMode", fileMode)
            applyToItems(&source)
        }
        volume.update("projected") { projected in
            projected.setIfMissing("defaultMode", fileMode)
            projected.updateEach("sources", applyToProjection)
        }
        volume.update("image") { image in
            let reference = image["reference"]?.stringValue ?? ""
            let policy = ContainerDefaults.defaultPullPolicy(image: reference)
            image.setDefault("pullPolicy", .string(policy.rawValue))
        }
        volume.update("ephemeral") { ephemeral in
            ephemeral.update("volumeClaimTemplate") { template in
                template.update("spec") { spec in
                    spec.setDefault("volumeMode", "Filesystem")
                    spec.update("resources", ResourceDefaults.normalize)
                }
            }
        }
    }

    private static func applyToProjection(_ source: inout JSONValue) {
        source.update("serviceAccountToken") { $0.setIfMissing("expirationSeconds", 3600) }
        source.update("downwardAPI", applyToItems)
    }

    private static func applyToItems(_ source: inout JSONValue) {
        source.updateEach("items", ContainerDefaults.applyToReference)
    }
}
