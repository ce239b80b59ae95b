import JSON
import KubernetesAPI
import KubernetesClient

/// Carries out a client's patch on an object.
enum ObjectPatch {
    /// - Throws: `APIError` 400 or 422 for a patch that does not fit the object.
    static func apply(
        _ patch: Patch, to object: JSONValue, kind: String
    ) throws -> JSONValue {
        guard patch.format == .merge else {
            throw APIError(
                code: 415, reason: "UnsupportedMediaType",
                message: "only merge patches (\(Patch.Format.merge.rawValue)) are taken")
        }
        return merged(patch.body, into: object)
    }

    /// RFC 7386.
    private static func merged(_ patch: JSONValue, into target: JSONValue) -> JSONValue {
        guard let members = patch.objectValue else { return patch }
        var result = target.objectValue ?? [:]
        for (key, value) in members {
            result[key] = value.isNull ? nil : merged(value, into: result[key] ?? .null)
        }
        return .object(result)
    }
}
