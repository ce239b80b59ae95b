/// Why no configuration for a container can be made; its waiting reason is
/// `CreateContainerConfigError` until the Pod or what it refers to changes.
enum ContainerConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    case noCommand(container: String)
    case unservedReference(variable: String)
    case missingFileKey(String, path: String)
    case unreadableFile(path: String, cause: String)
    case missingKey(String, of: ConfigurationReference)
    case unknownField(path: String)
    case unknownResource(name: String)
    case unknownContainer(String)
    /// The Pod asks for user 0 and for none that is root.
    case asksForRoot(pod: String, container: String)
    /// The image's user is root.
    case runsAsRoot(pod: String, container: String)
    case nonNumericUser(user: String, pod: String, container: String)
    case notRecursivelyReadOnly(volume: String)
    case absoluteSubPath(String)
    case unsafeSubPath(path: String, cause: String)
    /// `names` are those of variables.
    case missingSubPathValues(names: [String])
    case unusableSubPath(volume: String, container: String, cause: String)
    case unknownVolume(name: String, container: String)

    var description: String {
        switch self {
        case .noCommand(let container):
            "no command specified: neither container \"\(container)\" nor its image names one"
        case .unservedReference(let variable):
            "environment variable \(variable) refers to nothing that is known here; give a value instead"
        case .missingFileKey(let key, let path):
            "environment variable key \"\(key)\" not found in file \"\(path)\""
        case .unreadableFile(let path, let cause):
            "couldn't parse env file \"\(path)\": \(cause)"
        case .missingKey(let key, let reference):
            "couldn't find key \(key) in \(reference.kind == .secret ? "Secret" : "ConfigMap") \(reference.namespace)/\(reference.name)"
        case .unknownField(let path):
            "field path \"\(path)\" cannot be used in an environment variable"
        case .unknownResource(let name):
            "resource \"\(name)\" cannot be used in an environment variable"
        case .unknownContainer(let name): "container \(name) not found"
        case .asksForRoot(let pod, let container):
            "container's runAsUser breaks non-root policy (pod: \"\(pod)\", container: \(container))"
        case .runsAsRoot(let pod, let container):
            "container has runAsNonRoot and image will run as root (pod: \"\(pod)\", container: \(container))"
        case .nonNumericUser(let user, let pod, let container):
            "container has runAsNonRoot and image has non-numeric user (\(user)), cannot verify user is non-root (pod: \"\(pod)\", container: \(container))"
        case .notRecursivelyReadOnly(let volume):
            "volume \"\(volume)\" requested recursive read-only mode, but it is not supported by the kernel"
        case .absoluteSubPath(let path): "error SubPath `\(path)` must not be an absolute path"
        case .missingSubPathValues(let names):
            "missing value for \(names.joined(separator: ", "))"
        case .unusableSubPath(let volume, let container, let cause):
            "failed to prepare subPath for volumeMount \"\(volume)\" of container \"\(container)\": \(cause)"
        case .unsafeSubPath(let path, let cause):
            "unable to provision SubPath `\(path)`: \(cause)"
        case .unknownVolume(let name, let container):
            "container \"\(container)\" mounts volume \"\(name)\", which the Pod does not have"
        }
    }
}
