import JSON
import Kubelet
import KubernetesAPI

/// Tells whoever creates a Pod which of its fields are not carried out.
enum PodReview {
    /// - Returns: warnings, one for each field that is accepted and has no effect yet.
    /// - Throws: `APIError` 422 where ignoring a field would be wrong.
    static func review(_ pod: JSONValue) throws -> [String] {
        let fields = UnsupportedFields.check(pod)
        let refused = fields.filter(\.isRefused)
        guard refused.isEmpty else {
            let name = pod.value(at: "metadata", "name")?.stringValue ?? ""
            throw ValidationError.invalid(
                .pods, name: name, refused.map { "\($0.path): Forbidden: \($0.message)" })
        }
        return fields.map { "\($0.path): \($0.message)" }
    }
}
