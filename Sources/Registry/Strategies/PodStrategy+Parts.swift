import JSON
import KubernetesAPI

/// The parts of a Pod that clients write on their own: `ephemeralcontainers` and `resize`.
extension PodStrategy {
    var parts: Set<String> { Set(PodPart.allCases.map(\.rawValue)) }

    func prepareForUpdate(of part: String, _ pod: inout JSONValue, from old: JSONValue) {
        PodPart(rawValue: part)?.restoreOthers(of: &pod, from: old)
        PodDefaults.apply(to: &pod)
    }

    func validateUpdate(of part: String, _ pod: JSONValue, from old: JSONValue) throws {
        let findings =
            switch PodPart(rawValue: part) {
            case .ephemeralContainers: PodValidation.validateEphemeralContainers(pod, from: old)
            case .resize: PodValidation.validateResize(pod, from: old)
            case nil: [FieldError]()
            }
        if let error = APIError.invalid(.pods, name: pod.name, findings) { throw error }
        _ = try warnings(ofUpdating: part, of: pod)
    }

    /// - Throws: `APIError` where what is added is refused.
    func warnings(ofUpdating part: String, of pod: JSONValue) throws -> [String] {
        switch PodPart(rawValue: part) {
        case .ephemeralContainers:
            // The rest of the Pod was judged when it was made.
            var added: JSONValue = ["metadata": ["name": .string(pod.name)]]
            added.set(
                pod.value(at: "spec", "ephemeralContainers"), at: "spec", "ephemeralContainers")
            return try configuration.reviewPod(added)
        case .resize, nil: return []
        }
    }
}
