import JSON

/// A parameter of a path or of its query.
struct OpenAPIParameter: Sendable, Hashable {
    var name: String
    var place: String
    var type = "string"

    static func path(_ name: String) -> OpenAPIParameter {
        OpenAPIParameter(name: name, place: "path")
    }

    static func query(_ name: String, _ type: String = "string") -> OpenAPIParameter {
        OpenAPIParameter(name: name, place: "query", type: type)
    }

    func json(_ version: OpenAPISchemas.Version) -> JSONValue {
        var parameter: JSONValue = ["name": .string(name), "in": .string(place)]
        if place == "path" { parameter["required"] = true }
        switch version {
        case .v2:
            parameter["type"] = .string(type)
            parameter["uniqueItems"] = true
        case .v3:
            parameter["schema"] = ["type": .string(type), "uniqueItems": true]
        }
        return parameter
    }

    /// What an action takes besides `pretty`.
    static func parameters(of action: String) -> [OpenAPIParameter] {
        switch action {
        case "list": selection
        case "post", "put": write
        case "patch": write + [query("force", "boolean")]
        case "delete": deletion
        case "deletecollection": selection + deletion
        default: []
        }
    }

    private static let write = [
        query("dryRun"), query("fieldManager"), query("fieldValidation"),
    ]

    private static let deletion = [
        query("dryRun"), query("gracePeriodSeconds", "integer"),
        query("orphanDependents", "boolean"), query("propagationPolicy"),
    ]

    private static let selection = [
        query("allowWatchBookmarks", "boolean"), query("continue"), query("fieldSelector"),
        query("labelSelector"), query("limit", "integer"), query("resourceVersion"),
        query("resourceVersionMatch"), query("sendInitialEvents", "boolean"),
        query("timeoutSeconds", "integer"), query("watch", "boolean"),
    ]
}
