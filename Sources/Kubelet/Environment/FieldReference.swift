import KubernetesAPI

/// Values of a Pod that an environment variable can refer to by `fieldRef`.
struct FieldReference {
    var pod: Pod
    var ipAddresses: [String]
    var hostIPs: [String]

    /// - Throws: `ContainerConfigurationError` for any other path.
    func value(of path: String) throws(ContainerConfigurationError) -> String {
        switch path {
        case "metadata.name": return pod.metadata.name
        case "metadata.namespace": return pod.metadata.namespace
        case "metadata.uid": return pod.metadata.uid
        case "spec.nodeName": return pod.spec.nodeName
        case "spec.serviceAccountName": return pod.spec.serviceAccountName
        case "status.podIP": return ipAddresses.first ?? ""
        case "status.podIPs": return ipAddresses.joined(separator: ",")
        case "status.hostIP": return hostIPs.first ?? ""
        case "status.hostIPs": return hostIPs.joined(separator: ",")
        default: break
        }
        if let key = Self.key(in: path, of: "metadata.labels") {
            return pod.metadata.labels[key] ?? ""
        }
        if let key = Self.key(in: path, of: "metadata.annotations") {
            return pod.metadata.annotations[key] ?? ""
        }
        throw .unknownField(path: path)
    }

    /// The key in `metadata.labels['key']`.
    private static func key(in path: String, of map: String) -> String? {
        guard path.hasPrefix(map + "['"), path.hasSuffix("']") else { return nil }
        let key = path.dropFirst(map.utf8.count + 2).dropLast(2)
        return key.isEmpty ? nil : String(key)
    }
}
