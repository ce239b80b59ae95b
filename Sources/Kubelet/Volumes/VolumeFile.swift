/// A file that the kubelet writes into a volume.
struct VolumeFile: Sendable, Hashable {
    var content: [UInt8]
    /// Permissions.
    var mode: UInt32
    /// Its owner; nil is root.
    var user: UInt32?

    init(_ content: [UInt8], mode: Int32, user: UInt32? = nil) {
        self.content = content
        self.mode = UInt32(truncatingIfNeeded: mode) & 0o777
        self.user = user
    }

    /// The owner by a file's own field and its volume's; 0 is unset, as well as root.
    static func owner(_ user: Int32, default defaultUser: Int32) -> UInt32? {
        let user = user == 0 ? defaultUser : user
        return user > 0 ? UInt32(user) : nil
    }

    /// What Kubernetes' defaults make of an unset `defaultMode`.
    static let defaultMode: Int32 = 0o644
}

/// The files of a volume by their paths in it.
typealias VolumeFiles = [String: VolumeFile]

/// Why a volume's files cannot be put together; worded as the kubelet does.
enum VolumeFileError: Error, Sendable, Hashable, CustomStringConvertible {
    case missingKey(String, ConfigurationReference.Kind)
    case unknownContainer(String)
    case unservedProjection(String)
    case noToken(cause: String)
    case invalidPath(String)
    case unboundClaim(String, cause: String)
    /// A claim of the name that the Pod's own would have.
    case foreignClaim(String, namespace: String, pod: String)

    var description: String {
        switch self {
        case .missingKey(let key, .configMap):
            "configmap references non-existent config key: \(key)"
        case .missingKey(let key, _): "references non-existent secret key: \(key)"
        case .unknownContainer(let name): "container \(name) not found"
        case .unservedProjection(let kind): "projections of type \(kind) are not carried out yet"
        case .noToken(let cause): "failed to fetch token: \(cause)"
        case .invalidPath(let path): "invalid path: \(path)"
        case .unboundClaim(let name, let cause): "PersistentVolumeClaim \"\(name)\" \(cause)"
        case .foreignClaim(let name, let namespace, let pod):
            "PVC \(namespace)/\(name) was not created for pod \(namespace)/\(pod) (pod is not owner)"
        }
    }
}
