import JSON
import KubeconfigClient
import KubernetesAPI

/// A manifest's object together with its place in the API.
struct ManifestTarget: Sendable {
    var manifest: Manifest
    var type: ResourceType
    /// Nil for types without namespaces.
    var namespace: String?

    /// Finds the type of a manifest's object and settles its namespace.
    ///
    /// - Parameters:
    ///   - asked: what `--namespace` says.
    ///   - fallback: the namespace of the context.
    /// - Throws: `ManifestError`, and what asking the server throws.
    init(
        _ manifest: Manifest, discovery: ResourceDiscovery, asked: String?, fallback: String
    ) async throws {
        let type = try await discovery.resource(
            apiVersion: manifest.apiVersion, kind: manifest.kind)
        guard let type else {
            throw ManifestError.unknownKind(
                source: manifest.source, name: manifest.name, apiVersion: manifest.apiVersion,
                kind: manifest.kind)
        }
        self.type = type
        self.manifest = manifest
        guard type.namespaced else { return }
        if let own = manifest.namespace, let asked, own != asked {
            throw ManifestError.otherNamespace(own, asked: asked)
        }
        let namespace = manifest.namespace ?? asked ?? fallback
        self.namespace = namespace
        self.manifest.object.set(.string(namespace), at: "metadata", "namespace")
    }

    /// `pod/web`
    var displayName: String { "\(type.singularName)/\(manifest.name)" }
}
