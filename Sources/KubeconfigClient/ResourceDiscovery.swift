import JSON
import KubernetesAPI

/// Finds the kinds that a server has, by the names that people use and by those in manifests.
///
/// Swiftlet's own kinds need no request; for all others the server is asked.
public struct ResourceDiscovery: Sendable {
    private let client: KubeconfigClient

    public init(_ client: KubeconfigClient) {
        self.client = client
    }

    /// The type called `name`: its plural, singular or short name, in any case, possibly with its
    /// group (`deployments.apps`); nil where the server has none.
    public func resource(named name: String) async throws -> ResourceType? {
        let name = name.lowercased()
        if let known = ResourceType.served.first(where: { $0.isCalled(name) }) { return known }
        if let core = try await resources(group: "", version: "v1").first(where: {
            $0.isCalled(name)
        }) {
            return core
        }
        let groups = try await client.json(APICall(path: ["apis"]))["groups"]?.arrayValue ?? []
        for group in groups {
            guard let groupName = group["name"]?.stringValue,
                let version = group.value(at: "preferredVersion", "version")?.stringValue
            else { continue }
            let types = try await resources(group: groupName, version: version)
            if let type = types.first(where: { $0.isCalled(name) }) { return type }
        }
        return nil
    }

    /// The type of the objects with this `apiVersion` and `kind`; nil where the server has none.
    public func resource(apiVersion: String, kind: String) async throws -> ResourceType? {
        let known = ResourceType.served.first { $0.apiVersion == apiVersion && $0.kind == kind }
        if let known { return known }
        let parts = apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
        let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", apiVersion)
        return try await resources(group: group, version: version).first { $0.kind == kind }
    }

    private func resources(group: String, version: String) async throws -> [ResourceType] {
        let path = group.isEmpty ? ["api", version] : ["apis", group, version]
        do {
            let list = try await client.json(APICall(path: path))
            return (list["resources"]?.arrayValue ?? []).compactMap {
                ResourceType($0, group: group, version: version)
            }
        } catch let error as APIError where error.code == 404 {
            return []
        }
    }
}

extension ResourceType {
    /// Reads one element of an `APIResourceList`; nil for a subresource.
    init?(_ resource: JSONValue, group: String, version: String) {
        guard let plural = resource["name"]?.stringValue, !plural.contains("/"),
            let kind = resource["kind"]?.stringValue
        else { return nil }
        let singular = resource["singularName"]?.stringValue ?? ""
        self.init(
            group: group, version: version, kind: kind, plural: plural,
            singular: singular.isEmpty ? kind.lowercased() : singular,
            shortNames: resource["shortNames"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            namespaced: resource["namespaced"]?.boolValue ?? true)
    }

    /// Whether `name`, in lower case, means this type.
    func isCalled(_ name: String) -> Bool {
        let names = [plural, singular] + shortNames
        if names.contains(name) { return true }
        return names.contains { name == "\($0).\(group)" || name == "\($0).\(version).\(group)" }
    }
}
