import JSON
import KubernetesAPI

/// The served paths as OpenAPI path items.
///
/// kubectl looks here for the parameter `fieldValidation` of PATCH, to know that the server
/// validates.
struct OpenAPIPaths {
    let schemas: OpenAPISchemas

    /// The paths of a group by their address.
    func all(of group: APIGroupVersion) -> JSONValue {
        var paths: JSONObject = [:]
        for resource in group.resources {
            let type = resource.type
            let prefix = "/\(group.path)/" + (type.namespaced ? "namespaces/{namespace}/" : "")
            let collection = prefix + type.plural
            paths[collection] = collectionItem(resource)
            guard resource.isStored else { continue }
            paths[collection + "/{name}"] = objectItem(resource)
            if type.namespaced {
                paths["/\(group.path)/\(type.plural)"] = [
                    "parameters": parameters([]),
                    "get": operation("list", resource, suffix: "ForAllNamespaces"),
                ]
            }
            for subresource in resource.subresources {
                paths["\(collection)/{name}/\(subresource.name)"] = subresourceItem(
                    subresource, of: resource)
            }
        }
        return .object(paths)
    }

    private func collectionItem(_ resource: ServedResource) -> JSONValue {
        var item: JSONValue = [
            "parameters": parameters(pathParameters(resource.type, named: false)),
            "post": operation("post", resource),
        ]
        if resource.verbs.contains("list") { item["get"] = operation("list", resource) }
        if resource.verbs.contains("deletecollection") {
            item["delete"] = operation("deletecollection", resource)
        }
        return item
    }

    private func objectItem(_ resource: ServedResource) -> JSONValue {
        var item: JSONValue = [
            "parameters": parameters(pathParameters(resource.type, named: true))
        ]
        for action in ["get", "put", "patch", "delete"] {
            item[action] = operation(action, resource)
        }
        return item
    }

    private static let methods = [
        "create": "post", "delete": "delete", "get": "get", "patch": "patch", "update": "put",
    ]

    private func subresourceItem(
        _ subresource: ServedResource.Subresource, of resource: ServedResource
    ) -> JSONValue {
        var item: JSONValue = [
            "parameters": parameters(pathParameters(resource.type, named: true))
        ]
        for verb in subresource.verbs {
            guard let method = Self.methods[verb] else { continue }
            item[method] = operation(method, resource, subresource: subresource)
        }
        return item
    }

    private func pathParameters(_ type: ResourceType, named: Bool) -> [OpenAPIParameter] {
        (type.namespaced ? [.path("namespace")] : []) + (named ? [.path("name")] : [])
    }

    private func parameters(_ own: [OpenAPIParameter]) -> JSONValue {
        .array((own + [.query("pretty")]).map { $0.json(schemas.version) })
    }
}

extension OpenAPIPaths {
    private func operation(
        _ action: String, _ resource: ServedResource,
        subresource: ServedResource.Subresource? = nil, suffix: String = ""
    ) -> JSONValue {
        let type = resource.type
        let apiVersion = subresource?.apiVersion ?? type.apiVersion
        let kind = subresource?.kind ?? type.kind
        var parameters = OpenAPIParameter.parameters(of: action).map { $0.json(schemas.version) }
        let content = body(action, apiVersion, kind)
        if let content, schemas.version == .v2 { parameters.append(content) }
        var operation: JSONValue = [
            "tags": [.string(tag(type))],
            "operationId": .string(
                identifier(action, type, subresource: subresource?.name) + suffix),
            "parameters": .array(parameters),
            "responses": responses(action, apiVersion, kind),
            "x-kubernetes-action": .string(action),
            "x-kubernetes-group-version-kind": [
                "group": .string(subresource?.group ?? type.group),
                "version": .string(subresource?.version ?? type.version), "kind": .string(kind),
            ],
        ]
        if let content, schemas.version == .v3 { operation["requestBody"] = content }
        return operation
    }

    private func body(_ action: String, _ apiVersion: String, _ kind: String) -> JSONValue? {
        let schema: JSONValue
        switch action {
        case "post", "put": schema = schemas.reference(apiVersion: apiVersion, kind: kind)
        case "patch": schema = ["type": "object"]
        case "delete", "deletecollection": schema = schemas.reference("DeleteOptions")
        default: return nil
        }
        let isRequired = JSONValue.bool(["post", "put", "patch"].contains(action))
        guard schemas.version == .v3 else {
            return ["in": "body", "name": "body", "required": isRequired, "schema": schema]
        }
        let types = action == "patch" ? Self.patchTypes : ["*/*"]
        let content = types.map { ($0, ["schema": schema] as JSONValue) }
        return [
            "required": isRequired,
            "content": .object(JSONObject(content) { $1 }),
        ]
    }

    private static let patchTypes = [
        "application/json-patch+json", "application/merge-patch+json",
        "application/strategic-merge-patch+json", "application/apply-patch+yaml",
    ]

    private func responses(_ action: String, _ apiVersion: String, _ kind: String) -> JSONValue {
        let schema: JSONValue =
            switch action {
            case "list": schemas.reference(apiVersion: apiVersion, kind: kind + "List")
            case "deletecollection": schemas.reference("Status")
            default: schemas.reference(apiVersion: apiVersion, kind: kind)
            }
        var responses: JSONValue = [:]
        for code in action == "post" ? ["200", "201", "202"] : ["200"] {
            responses[code] =
                schemas.version == .v2
                ? ["description": "OK", "schema": schema]
                : [
                    "description": "OK",
                    "content": ["application/json": ["schema": schema]],
                ]
        }
        return responses
    }

    /// `core_v1`, `rbacAuthorization_v1`
    private func tag(_ type: ResourceType) -> String {
        let name = groupName(type)
        return name.prefix(1).lowercased() + name.dropFirst() + "_" + type.version
    }

    /// `Core`, `RbacAuthorization`: the words of the group without `k8s.io`.
    private func groupName(_ type: ResourceType) -> String {
        if type.group.isEmpty { return "Core" }
        var words = type.group.split(separator: ".")
        if words.suffix(2) == ["k8s", "io"] { words.removeLast(2) }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// `readCoreV1NamespacedPod`, `patchCoreV1NamespacedPodStatus`
    private func identifier(
        _ action: String, _ type: ResourceType, subresource: String?
    ) -> String {
        let verbs = [
            "get": "read", "post": "create", "put": "replace",
            "deletecollection": "deleteCollection",
        ]
        let part = subresource.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? ""
        return (verbs[action] ?? action) + groupName(type) + type.version.uppercased()
            + (type.namespaced ? "Namespaced" : "") + type.kind + part
    }
}
