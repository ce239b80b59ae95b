import KubernetesAPI

/// The kinds of volumes that are carried out, by the names the kubelet's folders have.
enum VolumeKind: String, Sendable, CaseIterable {
    case emptyDirectory = "kubernetes.io~empty-dir"
    case configMap = "kubernetes.io~configmap"
    case secret = "kubernetes.io~secret"
    case downwardAPI = "kubernetes.io~downward-api"
    case projected = "kubernetes.io~projected"
    case hostPath = "kubernetes.io~host-path"
    /// Of a persistentVolumeClaim or a generic ephemeral volume.
    case claim = "kubernetes.io~local-volume"
    case image = "kubernetes.io~image"
    case unserved = ""

    /// Whether the kubelet makes the files; containers may only read them.
    var isWrittenByKubelet: Bool {
        switch self {
        case .configMap, .secret, .downwardAPI, .projected: true
        case .emptyDirectory, .hostPath, .claim, .image, .unserved: false
        }
    }

    /// Whether containers may never write to it.
    var isReadOnly: Bool { isWrittenByKubelet || self == .image }

    /// Options of its mounts.
    var mountOptions: [String] { self == .image ? ["noexec"] : [] }

    /// Whether it is elsewhere on this machine, and a link in the Pod's folder tells where.
    var isLinked: Bool { self == .claim || self == .image }

    /// Whether the files are kept in memory, so that they never reach a disk.
    var isKeptInMemory: Bool {
        switch self {
        case .secret, .downwardAPI, .projected: true
        case .configMap, .emptyDirectory, .hostPath, .claim, .image, .unserved: false
        }
    }
}

extension Volume {
    var kind: VolumeKind {
        if hostPath != nil { return .hostPath }
        if configMap != nil { return .configMap }
        if secret != nil { return .secret }
        if downwardAPI != nil { return .downwardAPI }
        if projected != nil { return .projected }
        if emptyDir != nil { return .emptyDirectory }
        if persistentVolumeClaim != nil || ephemeral != nil { return .claim }
        if image != nil { return .image }
        // A volume that names no source is an emptyDir.
        var bare = Volume()
        bare.name = name
        return self == bare ? .emptyDirectory : .unserved
    }
}
