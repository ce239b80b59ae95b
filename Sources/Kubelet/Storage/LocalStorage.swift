import JSON
import KubernetesAPI

/// Volumes on this machine's disk: the storage class that is built in, and how claims and volumes
/// are matched (kube-controller-manager: the persistent volume binder and its protections).
enum LocalStorage {
    /// Claims of these classes get a folder of their own when the first Pod needs it. A claim
    /// without a class is one of the first.
    static let classes = PersistentVolumeDefaults.delayedClasses

    static let provisioner = "swiftlet.io/local-path"
    static let provisionedBy = "pv.kubernetes.io/provisioned-by"
    static let bindCompleted = "pv.kubernetes.io/bind-completed"
    static let claimProtection = "kubernetes.io/pvc-protection"
    static let volumeProtection = "kubernetes.io/pv-protection"

    /// A claim among others.
    struct Claim: Sendable, Hashable {
        var namespace: String
        var name: String

        init(namespace: String, name: String) {
            self.namespace = namespace
            self.name = name
        }

        init(_ claim: PersistentVolumeClaim) {
            self.init(namespace: claim.metadata.namespace, name: claim.metadata.name)
        }
    }

    /// The folder of a provisioned volume below the kubelet's.
    static func folder(for claim: PersistentVolumeClaim, in root: String) -> String {
        let metadata = claim.metadata
        return "\(root)/pvc-\(metadata.uid)_\(metadata.namespace)_\(metadata.name)"
    }

    /// Whether a folder is one that was made for a claim, and nothing else.
    static func isProvisioned(_ path: String, in root: String) -> Bool {
        guard path.hasPrefix(root + "/pvc-") else { return false }
        return !path.dropFirst(root.utf8.count + 1).contains("/")
    }

    /// The volume that is made for a claim.
    static func volume(
        for claim: PersistentVolumeClaim, nodeName: String, root: String
    ) -> PersistentVolume {
        var volume = PersistentVolume()
        volume.metadata.name = "pvc-\(claim.metadata.uid)"
        volume.metadata.annotations = [provisionedBy: provisioner]
        volume.metadata.finalizers = [volumeProtection]
        volume.spec.capacity = claim.spec.resources.requests.filter { $0.key == "storage" }
        volume.spec.accessModes = claim.spec.accessModes
        volume.spec.persistentVolumeReclaimPolicy = "Delete"
        volume.spec.storageClassName = claim.spec.storageClassName ?? classes[0]
        volume.spec.volumeMode = "Filesystem"
        volume.spec.local = .with { $0.path = folder(for: claim, in: root) }
        volume.spec.nodeAffinity = [
            "required": [
                "nodeSelectorTerms": [
                    [
                        "matchExpressions": [
                            [
                                "key": "kubernetes.io/hostname", "operator": "In",
                                "values": [.string(nodeName)],
                            ]
                        ]
                    ]
                ]
            ]
        ]
        volume.spec.claimRef = reference(to: claim)
        return volume
    }

    static func reference(to claim: PersistentVolumeClaim) -> ObjectReference {
        .with {
            $0.apiVersion = "v1"
            $0.kind = "PersistentVolumeClaim"
            $0.namespace = claim.metadata.namespace
            $0.name = claim.metadata.name
            $0.uid = claim.metadata.uid
            $0.resourceVersion = claim.metadata.resourceVersion
        }
    }
}

extension PersistentVolume {
    /// Where it is on this machine; nil for a volume of another type.
    var localPath: String? {
        spec.local?.path ?? spec.hostPath?.path
    }
}

extension Pod {
    /// The claims that the Pod's volumes are of, those made for it included, by the volumes' names.
    var claimNames: [String: String] {
        var names: [String: String] = [:]
        for volume in spec.volumes {
            if let source = volume.persistentVolumeClaim {
                names[volume.name] = source.claimName
            } else if volume.ephemeral != nil {
                names[volume.name] = "\(metadata.name)-\(volume.name)"
            }
        }
        return names
    }
}
