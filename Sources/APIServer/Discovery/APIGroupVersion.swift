import KubernetesAPI

/// A group and version that is served: a path prefix with its resources.
struct APIGroupVersion: Sendable, Hashable {
    /// Empty for the core group.
    var group: String
    var version: String
    var resources: [ServedResource]

    /// `v1`, `policy/v1`
    var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    /// `api/v1`, `apis/policy/v1`
    var path: String { group.isEmpty ? "api/\(version)" : "apis/\(apiVersion)" }

    /// As the schema has it: `core/v1`, `rbac/v1`.
    var package: String {
        "\(group.isEmpty ? "core" : group.prefix { $0 != "." })/\(version)"
    }

    /// The core group first, then in the order of discovery.
    static let all: [APIGroupVersion] = ServedResource.all.reduce(into: []) { groups, resource in
        let type = resource.type
        let known = groups.firstIndex { $0.group == type.group && $0.version == type.version }
        if let known {
            groups[known].resources.append(resource)
        } else {
            groups.append(
                APIGroupVersion(group: type.group, version: type.version, resources: [resource]))
        }
    }

    /// Those below `/apis`.
    static let named = all.filter { !$0.group.isEmpty }

    /// Those whose types the schema has.
    static let described = all.filter { !$0.resources.contains(where: \.isMeasured) }

    /// Nil where it is not served.
    static func served(group: String, version: String? = nil) -> APIGroupVersion? {
        all.first { $0.group == group && (version == nil || $0.version == version) }
    }
}
