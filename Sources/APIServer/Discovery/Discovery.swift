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

    /// `/apis`: everything served is in the core group.
    static let groups: JSONValue = ["kind": "APIGroupList", "apiVersion": "v1", "groups": []]

    /// `/api/v1`
    static let resources: JSONValue = [
        "kind": "APIResourceList",
        "groupVersion": "v1",
        "resources": .array(
            ResourceType.served.flatMap { type in
                [resource(type)] + subresources(of: type).map { subresource($0, of: type) }
            }),
    ]

    /// `/api` in the aggregated form (KEP-3352).
    static let aggregatedCore: JSONValue = aggregated([
        [
            "metadata": ["creationTimestamp": .null],
            "versions": [
                [
                    "version": "v1", "freshness": "Current",
                    "resources": .array(ResourceType.served.map(aggregatedResource)),
                ]
            ],
        ]
    ])

    /// `/apis` in the aggregated form.
    static let aggregatedGroups = aggregated([])

    /// `/`
    static let paths: JSONValue = [
        "paths": [
            "/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3",
            "/openapi/v3/api/v1", "/readyz", "/swiftlet/v1/images", "/swiftlet/v1/status",
            "/version",
        ]
    ]

    /// What of a type is served besides the object itself.
    static func subresources(of type: ResourceType) -> [String] {
        switch type {
        case .pods: ["log", "status"]
        case .namespaces, .nodes: ["status"]
        default: []
        }
    }

    private static let verbs: JSONValue = [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
    ]

    private static func verbs(subresource: String) -> JSONValue {
        subresource == "log" ? ["get"] : ["get", "patch", "update"]
    }

    private static func resource(_ type: ResourceType) -> JSONValue {
        var resource: JSONValue = [
            "name": .string(type.plural),
            "singularName": .string(type.singular),
            "namespaced": .bool(type.namespaced),
            "kind": .string(type.kind),
            "verbs": verbs,
            "shortNames": .array(type.shortNames.map { .string($0) }),
        ]
        if type == .pods { resource["categories"] = ["all"] }
        return resource
    }

    private static func subresource(_ name: String, of type: ResourceType) -> JSONValue {
        [
            "name": .string("\(type.plural)/\(name)"),
            "singularName": "",
            "namespaced": .bool(type.namespaced),
            "kind": .string(type.kind),
            "verbs": verbs(subresource: name),
        ]
    }

    private static func aggregated(_ items: JSONValue) -> JSONValue {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
            "metadata": [:],
            "items": items,
        ]
    }

    private static func aggregatedResource(_ type: ResourceType) -> JSONValue {
        var resource: JSONValue = [
            "resource": .string(type.plural),
            "responseKind": responseKind(type),
            "scope": type.namespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(type.singular),
            "verbs": verbs,
            "shortNames": .array(type.shortNames.map { .string($0) }),
        ]
        if type == .pods { resource["categories"] = ["all"] }
        let subresources = subresources(of: type)
        if !subresources.isEmpty {
            resource["subresources"] = .array(
                subresources.map { name in
                    [
                        "subresource": .string(name), "responseKind": responseKind(type),
                        "verbs": verbs(subresource: name),
                    ]
                })
        }
        return resource
    }

    private static func responseKind(_ type: ResourceType) -> JSONValue {
        [
            "group": .string(type.group), "version": .string(type.version),
            "kind": .string(type.kind),
        ]
    }
}
