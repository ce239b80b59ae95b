import JSON

/// Values as Go prints them, in which the messages of strategic merge patch quote a patch.
enum GoText {
    /// `map[image:x ports:[map[containerPort:80]]]`
    static func of(_ value: JSONValue) -> String {
        switch value {
        case .null: "<nil>"
        case .string(let text): text
        case .array(let elements): "[" + elements.map(of).joined(separator: " ") + "]"
        case .object(let members):
            "map["
                + members.sorted { $0.key < $1.key }.map { "\($0.key):\(of($0.value))" }
                .joined(separator: " ") + "]"
        default: value.serialized()
        }
    }

    /// The type that Go reads a JSON value into.
    static func type(of value: JSONValue) -> String {
        switch value {
        case .null: "<nil>"
        case .bool: "bool"
        case .integer: "int64"
        case .number: "float64"
        case .string: "string"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        }
    }
}

extension APIError {
    /// A strategic merge patch that does not fit the object; a kube-apiserver gives it no reason and
    /// the code of a failure of its own.
    static func strategicMerge(_ message: String) -> APIError {
        APIError(code: 500, reason: "", message: message)
    }
}
