import JSON
import Kubelet
import KubernetesAPI

/// Tells whoever creates a Pod which of its fields are not carried out.
enum PodReview {
    /// - Returns: warnings, one for each field that is accepted and has no effect yet.
    /// - Throws: `APIError` 422 where ignoring a field would be wrong.
    static func review(_ pod: JSONValue) throws -> [String] {
        let fields = UnsupportedFields.check(pod)
        let refused = fields.filter(\.isRefused).map { FieldError.forbidden($0.path, $0.message) }
        let name = pod.value(at: "metadata", "name")?.stringValue ?? ""
        if let refusal = APIError.invalid(.pods, name: name, refused) { throw refusal }
        return fields.map { "\($0.path): \($0.message)" }
    }
}
