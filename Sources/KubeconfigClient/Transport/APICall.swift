import JSON
import KubernetesAPI
import KubernetesClient

/// One HTTP request to an API server, before it is sent.
struct APICall: Sendable, Hashable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    var method = Method.get
    /// Decoded segments below the server's URL: `["api", "v1", "pods"]`.
    var path: [String]
    /// In the order in which they are sent.
    var query: [QueryItem] = []
    var accept = "application/json"
    var contentType = "application/json"
    var body: [UInt8]?

    struct QueryItem: Sendable, Hashable {
        var name: String
        var value: String
    }

    /// The request target: path and query, percent-encoded.
    var target: String {
        var target = path.map { "/" + Self.encode($0) }.joined()
        for (index, item) in query.enumerated() {
            target += (index == 0 ? "?" : "&") + Self.encode(item.name) + "="
            target += Self.encode(item.value)
        }
        return target
    }

    mutating func ask(_ name: String, _ value: String?) {
        if let value { query.append(QueryItem(name: name, value: value)) }
    }

    mutating func ask(_ name: String, _ value: Bool) {
        if value { ask(name, "true") }
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let character = Character(UnicodeScalar(byte))
            if character.isASCII,
                character.isLetter || character.isNumber || "-._~".contains(character)
            {
                encoded.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }
}

// MARK: - Resources

extension APICall {
    /// The path of a collection, or of one of its objects.
    init(
        _ method: Method, _ type: ResourceType, namespace: String?, name: String? = nil,
        subresource: String? = nil
    ) {
        var path = type.group.isEmpty ? ["api", type.version] : ["apis", type.group, type.version]
        if type.namespaced, let namespace { path += ["namespaces", namespace] }
        path.append(type.plural)
        if let name { path.append(name) }
        if let subresource { path.append(subresource) }
        self.init(method: method, path: path)
    }

    mutating func add(_ options: ListOptions) {
        ask("labelSelector", options.labelSelector)
        ask("fieldSelector", options.fieldSelector)
        ask("resourceVersion", options.resourceVersion)
        if options.limit > 0 { ask("limit", String(options.limit)) }
        ask("continue", options.continueToken)
        ask("timeoutSeconds", options.timeoutSeconds.map(String.init))
        ask("allowWatchBookmarks", options.allowWatchBookmarks)
        ask("sendInitialEvents", options.sendInitialEvents.map { $0 ? "true" : "false" })
        ask(
            "resourceVersionMatch",
            options.resourceVersionMatch
                ?? (options.sendInitialEvents == nil ? nil : "NotOlderThan"))
    }

    mutating func add(_ options: WriteOptions) {
        if options.dryRun { ask("dryRun", "All") }
        ask("fieldManager", options.fieldManager)
        ask("force", options.force)
        ask("fieldValidation", options.fieldValidation.rawValue)
    }

    mutating func add(_ request: LogRequest) {
        ask("container", request.container)
        ask("follow", request.follow)
        ask("previous", request.previous)
        ask("sinceSeconds", request.sinceSeconds.map(String.init))
        ask("sinceTime", request.sinceTime)
        ask("timestamps", request.timestamps)
        ask("tailLines", request.tailLines.map(String.init))
        ask("limitBytes", request.limitBytes.map(String.init))
        if request.stream != .all { ask("stream", request.stream.rawValue) }
    }
}

extension DeleteOptions {
    /// The body of a DELETE.
    var json: JSONValue {
        var json: JSONValue = ["kind": "DeleteOptions", "apiVersion": "v1"]
        json["gracePeriodSeconds"] = gracePeriodSeconds.map(JSONValue.integer)
        json["propagationPolicy"] = propagationPolicy.map(JSONValue.string)
        if dryRun { json["dryRun"] = ["All"] }
        var preconditions = JSONValue.null
        preconditions["uid"] = preconditionUID.map(JSONValue.string)
        preconditions["resourceVersion"] = preconditionResourceVersion.map(JSONValue.string)
        if !preconditions.isNull { json["preconditions"] = preconditions }
        return json
    }
}
