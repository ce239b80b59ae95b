import JSON

/// ConfigMaps (ValidateConfigMap in pkg/apis/core/validation).
public enum ConfigMapValidation {
    /// Bytes of all values of a ConfigMap or a Secret together: one mebibyte.
    static let maximumBytes = 1_048_576

    public static func validate(_ configMap: JSONValue) -> [FieldError] {
        let data = configMap.members("data")
        let binaryData = configMap.members("binaryData")
        var errors: [FieldError] = []
        var size = 0
        for (key, value) in data.sorted(by: { $0.key < $1.key }) {
            errors += keyErrors(key, "data")
            if binaryData[key] != nil {
                errors.append(
                    .invalid("data[\(key)]", .string(key), "duplicate of key present in binaryData")
                )
            }
            size += value.stringValue?.utf8.count ?? 0
        }
        for (key, value) in binaryData.sorted(by: { $0.key < $1.key }) {
            errors += keyErrors(key, "binaryData")
            size += value.stringValue.flatMap(Base64.decode)?.count ?? 0
        }
        // The whole object is meant, which has no path.
        if size > maximumBytes { errors.append(.tooLong("", maximumBytes: maximumBytes)) }
        return errors
    }

    public static func validateUpdate(
        _ configMap: JSONValue, from old: JSONValue
    ) -> [FieldError] {
        immutabilityErrors(configMap, old, fields: ["data", "binaryData"]) + validate(configMap)
    }

    /// What may not change once `immutable` was set.
    static func immutabilityErrors(
        _ object: JSONValue, _ old: JSONValue, fields: [String]
    ) -> [FieldError] {
        guard old["immutable"]?.boolValue == true else { return [] }
        let detail = "field is immutable when `immutable` is set"
        var errors: [FieldError] = []
        if object["immutable"]?.boolValue != true {
            errors.append(.forbidden("immutable", detail))
        }
        for field in fields where object.members(field) != old.members(field) {
            errors.append(.forbidden(field, detail))
        }
        return errors
    }

    static func keyErrors(_ key: String, _ field: String) -> [FieldError] {
        NameValidation.configMapKey(key).map { .invalid("\(field)[\(key)]", .string(key), $0) }
    }
}
