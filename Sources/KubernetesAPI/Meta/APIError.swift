import JSON

/// A refusal as a kube-apiserver words it; becomes a `Status` object on the wire.
public struct APIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// HTTP status code.
    public var code: Int
    /// Kubernetes' `StatusReason`, for example `NotFound`; empty where there is none.
    public var reason: String
    public var message: String
    /// `StatusDetails`: name, group, kind, uid, causes, retryAfterSeconds.
    public var details: JSONValue?
    /// Where an expired list can go on, though not as it was; becomes `metadata.continue`.
    public var continueToken: String?

    public init(code: Int, reason: String, message: String, details: JSONValue? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    public var description: String { message }

    /// The `Status` object.
    public var status: JSONValue {
        var status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
            "message": .string(message), "code": .integer(Int64(code)),
        ]
        if !reason.isEmpty { status["reason"] = .string(reason) }
        status["details"] = details
        if let continueToken { status["metadata"] = ["continue": .string(continueToken)] }
        return status
    }

    /// Reads a `Status` object.
    public init(status: JSONValue, code: Int) {
        self.init(
            code: status["code"]?.integerValue.map(Int.init) ?? code,
            reason: status["reason"]?.stringValue ?? "",
            message: status["message"]?.stringValue ?? "the server answered \(code)",
            details: status["details"])
    }
}

extension APIError {
    public static func notFound(_ type: ResourceType, name: String) -> APIError {
        APIError(
            code: 404, reason: "NotFound", message: "\(type.qualifiedName) \"\(name)\" not found",
            details: details(type, name: name))
    }

    public static func alreadyExists(_ type: ResourceType, name: String) -> APIError {
        APIError(
            code: 409, reason: "AlreadyExists",
            message: "\(type.qualifiedName) \"\(name)\" already exists",
            details: details(type, name: name))
    }

    public static func conflict(_ type: ResourceType, name: String, _ cause: String) -> APIError {
        APIError(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(type.qualifiedName) \"\(name)\": \(cause)",
            details: details(type, name: name))
    }

    /// The object was changed since the version that the caller read.
    public static func modified(_ type: ResourceType, name: String) -> APIError {
        conflict(
            type, name: name,
            "the object has been modified; please apply your changes to the latest version and try again"
        )
    }

    public static func forbidden(_ type: ResourceType, name: String, _ cause: String) -> APIError {
        APIError(
            code: 403, reason: "Forbidden",
            message: "\(type.qualifiedName) \"\(name)\" is forbidden: \(cause)",
            details: details(type, name: name))
    }

    public static func badRequest(_ message: String) -> APIError {
        APIError(code: 400, reason: "BadRequest", message: message)
    }

    public static func expired(_ message: String) -> APIError {
        APIError(code: 410, reason: "Expired", message: message)
    }

    public static func internalError(_ message: String) -> APIError {
        APIError(
            code: 500, reason: "InternalError", message: "Internal error occurred: \(message)")
    }

    private static func details(_ type: ResourceType, name: String) -> JSONValue {
        var details: JSONValue = ["name": .string(name), "kind": .string(type.plural)]
        if !type.group.isEmpty { details["group"] = .string(type.group) }
        return details
    }
}
