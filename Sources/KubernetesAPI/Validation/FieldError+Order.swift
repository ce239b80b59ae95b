import JSON

extension FieldError {
    /// As `notSupported`, for values that Kubernetes lists in an order of their own.
    static func notSupported(
        _ field: String, _ value: JSONValue, inOrder supported: [String]
    ) -> FieldError {
        let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
        return FieldError(
            reason: .notSupported, field: field,
            message: "Unsupported value: \(value.serialized()): supported values: \(list)")
    }
}
