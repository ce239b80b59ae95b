import JSON
import KubernetesAPI

/// The served paths as OpenAPI 3 path items.
///
/// kubectl looks here for the parameter `fieldValidation` of PATCH, to know that the server
/// validates.
struct OpenAPIPaths {
    let schemas: OpenAPISchemas

    func all() -> JSONValue {
        var paths: [String: JSONValue] = [:]
        for type in ResourceType.served {
            let prefix = type.namespaced ? "/api/v1/namespaces/{namespace}/" : "/api/v1/"
            let collection = prefix + type.plural
            paths[collection] = collectionItem(type)
            paths[collection + "/{name}"] = objectItem(type)
            if type.namespaced {
                paths["/api/v1/" + type.plural] = [
                    "get": operation("list", type, answer: type.kind + "List", Self.listParameters)
                ]
            }
        }
        return .object(paths)
    }

    private func collectionItem(_ type: ResourceType) -> JSONValue {
        [
            "parameters": pathParameters(type, named: false),
            "get": operation("list", type, answer: type.kind + "List", Self.listParameters),
            "post": operation("post", type, answer: type.kind, Self.writeParameters, body: true),
            "delete": operation("deletecollection", type, answer: "Status", Self.listParameters),
        ]
    }

    private func objectItem(_ type: ResourceType) -> JSONValue {
        [
            "parameters": pathParameters(type, named: true),
            "get": operation("get", type, answer: type.kind, []),
            "put": operation("put", type, answer: type.kind, Self.writeParameters, body: true),
            "patch": operation("patch", type, answer: type.kind, Self.writeParameters, body: true),
            "delete": operation("delete", type, answer: type.kind, [parameter("dryRun", "string")]),
        ]
    }

    private func operation(
        _ action: String, _ type: ResourceType, answer: String, _ parameters: [JSONValue],
        body: Bool = false
    ) -> JSONValue {
        var operation: JSONValue = [
            "tags": ["core_v1"],
            "operationId": .string(
                "\(action)CoreV1\(type.namespaced ? "Namespaced" : "")\(type.kind)"),
            "parameters": .array(parameters),
            "responses": [
                "200": [
                    "description": "OK",
                    "content": ["application/json": ["schema": schemas.reference(answer)]],
                ]
            ],
            "x-kubernetes-action": .string(action),
            "x-kubernetes-group-version-kind": [
                "group": .string(type.group), "version": .string(type.version),
                "kind": .string(type.kind),
            ],
        ]
        if body {
            operation["requestBody"] = ["content": ["*/*": ["schema": schemas.reference(answer)]]]
        }
        return operation
    }

    private func pathParameters(_ type: ResourceType, named: Bool) -> JSONValue {
        var names: [String] = type.namespaced ? ["namespace"] : []
        if named { names.append("name") }
        return .array(
            names.map { name in
                [
                    "name": .string(name), "in": "path", "required": true,
                    "schema": ["type": "string"],
                ]
            })
    }

    private static let writeParameters: [JSONValue] = [
        parameter("dryRun", "string"), parameter("fieldManager", "string"),
        parameter("fieldValidation", "string"), parameter("pretty", "string"),
    ]

    private static let listParameters: [JSONValue] = [
        parameter("allowWatchBookmarks", "boolean"), parameter("continue", "string"),
        parameter("fieldSelector", "string"), parameter("labelSelector", "string"),
        parameter("limit", "integer"), parameter("resourceVersion", "string"),
        parameter("sendInitialEvents", "boolean"), parameter("timeoutSeconds", "integer"),
        parameter("watch", "boolean"),
    ]

    private static func parameter(_ name: String, _ type: String) -> JSONValue {
        ["name": .string(name), "in": "query", "schema": ["type": .string(type)]]
    }

    private func parameter(_ name: String, _ type: String) -> JSONValue {
        Self.parameter(name, type)
    }
}
