import JSON
import KubernetesAPI
import KubernetesClient

/// Carries out a client's patch on an object.
enum ObjectPatch {
    /// - Throws: `APIError` 400 or 422 for a patch that does not fit the object.
    static func apply(
        _ patch: Patch, to object: JSONValue, kind: String
    ) throws -> JSONValue {
        switch patch.format {
        case .json: try JSONPatch.apply(patch.body, to: object)
        case .merge: MergePatch.apply(patch.body, to: object)
        case .strategicMerge: try StrategicMergePatch.apply(patch.body, to: object, kind: kind)
        }
    }
}
