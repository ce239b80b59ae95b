import KubernetesAPI

/// A ConfigMap, Secret or claim that a Pod refers to.
struct ConfigurationReference: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case configMap
        case secret
        /// A PersistentVolumeClaim.
        case claim
    }

    var kind: Kind
    var namespace: String
    var name: String

    /// As the kubelet names the kind in its messages.
    var kindName: String {
        switch kind {
        case .configMap: "configmap"
        case .secret: "secret"
        case .claim: "persistentvolumeclaim"
        }
    }
}

extension Pod {
    func reference(_ kind: ConfigurationReference.Kind, _ name: String) -> ConfigurationReference {
        ConfigurationReference(kind: kind, namespace: metadata.namespace, name: name)
    }

    /// What the Pod's volumes are filled from.
    var volumeReferences: Set<ConfigurationReference> {
        var references = Set(claimNames.values.map { reference(.claim, $0) })
        for volume in spec.volumes {
            if let source = volume.configMap {
                references.insert(reference(.configMap, source.name))
            }
            if let source = volume.secret {
                references.insert(reference(.secret, source.secretName))
            }
            for source in volume.projected?.sources ?? [] {
                if let source = source.configMap {
                    references.insert(reference(.configMap, source.name))
                }
                if let source = source.secret {
                    references.insert(reference(.secret, source.name))
                }
            }
        }
        return references
    }

    /// What the environment of a container is filled from.
    func environmentReferences(
        of container: KubernetesAPI.Container
    ) -> Set<ConfigurationReference> {
        var references: Set<ConfigurationReference> = []
        for source in container.envFrom {
            if let source = source.configMapRef {
                references.insert(reference(.configMap, source.name))
            }
            if let source = source.secretRef { references.insert(reference(.secret, source.name)) }
        }
        for variable in container.env {
            if let source = variable.valueFrom?.configMapKeyRef {
                references.insert(reference(.configMap, source.name))
            }
            if let source = variable.valueFrom?.secretKeyRef {
                references.insert(reference(.secret, source.name))
            }
        }
        return references
    }

    /// Whether files in a volume tell of the Pod's labels or annotations, which may change.
    var hasDownwardFiles: Bool {
        spec.volumes.contains { volume in
            volume.downwardAPI != nil
                || volume.projected?.sources.contains { $0.downwardAPI != nil } == true
        }
    }
}
