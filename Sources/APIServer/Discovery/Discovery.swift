import JSON
import KubernetesAPI

/// What the server tells clients about the paths and types it serves.
enum Discovery {
    static let aggregatedContentType =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

    /// Whether a client would rather have all of discovery in one answer.
    static func wantsAggregated(accept: String?) -> Bool {
        guard let accept else { return false }
        let usable = MediaType.list(accept).first { type in
            guard type.matchesJSON else { return false }
            let form = type.parameters["as"]
            return form == nil
                || form == "APIGroupDiscoveryList" && type.parameters["v"] == "v2"
                    && type.parameters["g"] == "apidiscovery.k8s.io"
        }
        return usable?.parameters["as"] == "APIGroupDiscoveryList"
    }

    /// `/api`
    ///
    /// - Parameter serverAddress: `127.0.0.1:6443`
    static func versions(serverAddress: String) -> JSONValue {
        [
            "kind": "APIVersions",
            "versions": ["v1"],
            "serverAddressByClientCIDRs": [
                ["clientCIDR": "0.0.0.0/0", "serverAddress": .string(serverAddress)]
            ],
        ]
    }

    /// `/apis`
    static let groups: JSONValue = [
        "kind": "APIGroupList", "apiVersion": "v1",
        "groups": .array(APIGroupVersion.named.map { groupMembers($0) }),
    ]

    /// `/apis/GROUP`
    static func group(_ group: APIGroupVersion) -> JSONValue {
        var value = groupMembers(group)
        value["kind"] = "APIGroup"
        value["apiVersion"] = "v1"
        return value
    }

    private static func groupMembers(_ group: APIGroupVersion) -> JSONValue {
        let version: JSONValue = [
            "groupVersion": .string(group.apiVersion), "version": .string(group.version),
        ]
        return [
            "name": .string(group.group), "versions": [version], "preferredVersion": version,
        ]
    }

    /// `/api/v1`, `/apis/GROUP/VERSION`
    static func resources(_ group: APIGroupVersion) -> JSONValue {
        var list: JSONValue = [
            "kind": "APIResourceList",
            "groupVersion": .string(group.apiVersion),
            "resources": .array(
                group.resources.flatMap { resource in
                    [Self.resource(resource)]
                        + resource.subresources.map { subresource($0, of: resource.type) }
                }),
        ]
        // The oldest of the paths answers without.
        if !group.group.isEmpty { list["apiVersion"] = "v1" }
        return list
    }

    /// `/api` in the aggregated form (KEP-3352).
    static let aggregatedCore = aggregated(
        APIGroupVersion.all.filter(\.group.isEmpty).map(aggregatedGroup))

    /// `/apis` in the aggregated form.
    static let aggregatedGroups = aggregated(APIGroupVersion.named.map(aggregatedGroup))

    /// `/`
    static let paths: JSONValue = {
        let groups = APIGroupVersion.named.flatMap { group in
            ["/apis/\(group.group)", "/apis/\(group.apiVersion)"]
        }
        let documents = APIGroupVersion.described.map { "/openapi/v3/\($0.path)" }
        let paths =
            [
                "/.well-known/openid-configuration", "/api", "/api/v1", "/apis", "/healthz",
                "/livez", "/openapi/v2", "/openapi/v3",
                "/readyz", "/swiftlet/v1/images", "/swiftlet/v1/status", "/version",
            ] + groups + documents
        return ["paths": .array(paths.sorted().map { .string($0) })]
    }()

    private static func resource(_ resource: ServedResource) -> JSONValue {
        let type = resource.type
        var value: JSONValue = [
            "name": .string(type.plural),
            "singularName": .string(type.singular),
            "namespaced": .bool(type.namespaced),
            "kind": .string(type.kind),
            "verbs": strings(resource.verbs),
        ]
        if !type.shortNames.isEmpty { value["shortNames"] = strings(type.shortNames) }
        if !resource.categories.isEmpty { value["categories"] = strings(resource.categories) }
        return value
    }

    private static func subresource(
        _ subresource: ServedResource.Subresource, of type: ResourceType
    ) -> JSONValue {
        var value: JSONValue = [
            "name": .string("\(type.plural)/\(subresource.name)"),
            "singularName": "",
            "namespaced": .bool(type.namespaced),
            "kind": .string(subresource.kind),
            "verbs": strings(subresource.verbs),
        ]
        if subresource.apiVersion != type.apiVersion {
            value["group"] = .string(subresource.group)
            value["version"] = .string(subresource.version)
        }
        return value
    }

    private static func aggregated(_ items: [JSONValue]) -> JSONValue {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
            "metadata": [:],
            "items": .array(items),
        ]
    }

    private static func aggregatedGroup(_ group: APIGroupVersion) -> JSONValue {
        var metadata: JSONValue = ["creationTimestamp": .null]
        if !group.group.isEmpty { metadata["name"] = .string(group.group) }
        return [
            "metadata": metadata,
            "versions": [
                [
                    "version": .string(group.version), "freshness": "Current",
                    "resources": .array(group.resources.map(aggregatedResource)),
                ]
            ],
        ]
    }

    private static func aggregatedResource(_ resource: ServedResource) -> JSONValue {
        let type = resource.type
        var value: JSONValue = [
            "resource": .string(type.plural),
            "responseKind": responseKind(type.group, type.version, type.kind),
            "scope": type.namespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(type.singular),
            "verbs": strings(resource.verbs),
        ]
        if !type.shortNames.isEmpty { value["shortNames"] = strings(type.shortNames) }
        if !resource.categories.isEmpty { value["categories"] = strings(resource.categories) }
        if !resource.subresources.isEmpty {
            value["subresources"] = .array(
                resource.subresources.map { subresource in
                    [
                        "subresource": .string(subresource.name),
                        "responseKind": responseKind(
                            subresource.group, subresource.version, subresource.kind),
                        "verbs": strings(subresource.verbs),
                    ]
                })
        }
        return value
    }

    private static func responseKind(
        _ group: String, _ version: String, _ kind: String
    ) -> JSONValue {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }

    private static func strings(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }
}
