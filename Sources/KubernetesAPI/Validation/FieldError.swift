import JSON

/// One thing that is wrong with one field, as Kubernetes words it.
public struct FieldError: Sendable, Hashable, CustomStringConvertible {
    public enum Reason: String, Sendable, Hashable {
        case required = "FieldValueRequired"
        case invalid = "FieldValueInvalid"
        case duplicate = "FieldValueDuplicate"
        case notSupported = "FieldValueNotSupported"
        case notFound = "FieldValueNotFound"
        case forbidden = "FieldValueForbidden"
        case tooLong = "FieldValueTooLong"
        case tooMany = "FieldValueTooMany"
    }

    public var reason: Reason
    /// `spec.containers[0].image`
    public var field: String
    /// What is wrong, without the field: `Required value`.
    public var message: String

    public var description: String { "\(field): \(message)" }

    public static func required(_ field: String, _ detail: String = "") -> FieldError {
        FieldError(reason: .required, field: field, message: join("Required value", detail))
    }

    public static func invalid(_ field: String, _ value: JSONValue, _ detail: String) -> FieldError
    {
        FieldError(
            reason: .invalid, field: field,
            message: join("Invalid value: \(value.serialized())", detail))
    }

    public static func duplicate(_ field: String, _ value: JSONValue) -> FieldError {
        FieldError(
            reason: .duplicate, field: field, message: "Duplicate value: \(value.serialized())")
    }

    public static func notSupported(
        _ field: String, _ value: JSONValue, supported: [String]
    ) -> FieldError {
        let list = supported.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        return FieldError(
            reason: .notSupported, field: field,
            message: "Unsupported value: \(value.serialized()): supported values: \(list)")
    }

    public static func notFound(_ field: String, _ value: JSONValue) -> FieldError {
        FieldError(reason: .notFound, field: field, message: "Not found: \(value.serialized())")
    }

    public static func forbidden(_ field: String, _ detail: String) -> FieldError {
        FieldError(reason: .forbidden, field: field, message: join("Forbidden", detail))
    }

    public static func tooLong(_ field: String, maximumBytes: Int) -> FieldError {
        FieldError(
            reason: .tooLong, field: field,
            message: "Too long: may not be more than \(maximumBytes) bytes")
    }

    private static func join(_ message: String, _ detail: String) -> String {
        detail.isEmpty ? message : "\(message): \(detail)"
    }
}

extension APIError {
    /// The refusal of a request whose parameters are wrong; nil where none is.
    ///
    /// - Parameter kind: of the parameters together: `PatchOptions`.
    public static func invalidOptions(_ kind: String, _ errors: [FieldError]) -> APIError? {
        let type = ResourceType(
            group: "meta.k8s.io", kind: kind, plural: "", singular: "", namespaced: false)
        return invalid(type, name: "", errors)
    }

    /// The refusal of an object with all that is wrong with it; nil where nothing is.
    public static func invalid(
        _ type: ResourceType, name: String, _ errors: [FieldError]
    ) -> APIError? {
        guard let first = errors.first else { return nil }
        var seen: Set<String> = []
        let told = errors.map(\.description).filter { seen.insert($0).inserted }
        let list =
            told.count == 1 ? first.description : "[\(told.joined(separator: ", "))]"
        let kind = type.group.isEmpty ? type.kind : "\(type.kind).\(type.group)"
        var details: JSONValue = [
            "name": .string(name), "kind": .string(type.kind),
            "causes": .array(
                errors.map { error in
                    [
                        "reason": .string(error.reason.rawValue), "message": .string(error.message),
                        "field": .string(error.field),
                    ]
                }),
        ]
        if !type.group.isEmpty { details["group"] = .string(type.group) }
        return APIError(
            code: 422, reason: "Invalid",
            message: "\(kind) \"\(name)\" is invalid: \(list)",
            details: details)
    }
}
