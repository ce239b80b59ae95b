import KubernetesAPI
import ObjectStore

/// Where a page of a list ended: the version that all pages show, and the last object's name.
struct ContinueToken: Equatable {
    /// Nil reads the rest as it is now, which a client gets to choose where the version of the first
    /// page is no longer known.
    var version: Int64?
    var namespace: String
    var name: String

    /// Made of characters that need no escaping in a URL. A namespace has no dot in it.
    var text: String { "\(version ?? 0).\(namespace).\(name)" }

    init(version: Int64?, after key: ObjectKey) {
        self.version = version
        namespace = key.namespace
        name = key.name
    }

    /// - Throws: `APIError` 400.
    init(parsing text: String) throws {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let version = Int64(parts[0]), version >= 0, !parts[2].isEmpty
        else {
            throw APIError.badRequest("continue key is not valid: \(text)")
        }
        self.version = version == 0 ? nil : version
        namespace = String(parts[1])
        name = String(parts[2])
    }

    func key(_ type: ResourceType) -> ObjectKey {
        ObjectKey(type: type.qualifiedName, namespace: namespace, name: name)
    }
}
