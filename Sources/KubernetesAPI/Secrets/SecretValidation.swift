import JSON

/// Secrets and the rules of their types (ValidateSecret in pkg/apis/core/validation).
public enum SecretValidation {
    /// The type whose content is a token for a ServiceAccount.
    public static let serviceAccountTokenType = "kubernetes.io/service-account-token"
    /// The annotation that names the ServiceAccount.
    public static let serviceAccountNameAnnotation = "kubernetes.io/service-account.name"

    public static func validate(_ secret: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        var size = 0
        for (key, value) in secret.members("data").sorted(by: { $0.key < $1.key }) {
            errors += ConfigMapValidation.keyErrors(key, "data")
            size += value.stringValue.flatMap(Base64.decode)?.count ?? 0
        }
        if size > ConfigMapValidation.maximumBytes {
            errors.append(.tooLong("data", maximumBytes: ConfigMapValidation.maximumBytes))
        }
        return errors + typeErrors(secret)
    }

    public static func validateUpdate(_ secret: JSONValue, from old: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        if secret.string("type") != old.string("type") {
            errors.append(.invalid("type", secret["type"] ?? "", "field is immutable"))
        }
        errors += ConfigMapValidation.immutabilityErrors(secret, old, fields: ["data"])
        return errors + validate(secret)
    }

    private static func typeErrors(_ secret: JSONValue) -> [FieldError] {
        let data = secret.members("data")
        func missing(_ keys: String...) -> [FieldError] {
            keys.filter { data[$0] == nil }.map { .required("data[\($0)]") }
        }
        switch secret.string("type") {
        case serviceAccountTokenType:
            let annotations = secret.value(at: "metadata", "annotations") ?? .null
            guard annotations.string(serviceAccountNameAnnotation).isEmpty else { return [] }
            return [.required("metadata.annotations[\(serviceAccountNameAnnotation)]")]
        case "kubernetes.io/dockercfg": return documentErrors(".dockercfg", data)
        case "kubernetes.io/dockerconfigjson": return documentErrors(".dockerconfigjson", data)
        case "kubernetes.io/basic-auth":
            // One of the two is enough.
            return data["username"] == nil && data["password"] == nil
                ? missing("username", "password") : []
        case "kubernetes.io/ssh-auth":
            let key = data["ssh-privatekey"]?.stringValue ?? ""
            return key.isEmpty ? [.required("data[ssh-privatekey]")] : []
        case "kubernetes.io/tls": return missing("tls.crt", "tls.key")
        default: return []
        }
    }

    /// A member of the data that must hold a JSON object.
    private static func documentErrors(
        _ key: String, _ data: JSONObject
    ) -> [FieldError] {
        guard let encoded = data[key] else { return [.required("data[\(key)]")] }
        let bytes = encoded.stringValue.flatMap(Base64.decode) ?? []
        let hidden: JSONValue = "<secret contents redacted>"
        do {
            let document = try JSONValue(parsing: bytes)
            if document.objectValue != nil || document.isNull { return [] }
            return [.invalid("data[\(key)]", hidden, "the content is not a JSON object")]
        } catch {
            return [.invalid("data[\(key)]", hidden, "\(error)")]
        }
    }
}
