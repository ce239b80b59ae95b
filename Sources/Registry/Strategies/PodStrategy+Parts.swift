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
    }

    func warnings(ofUpdating part: String) -> [String] {
        switch PodPart(rawValue: part) {
        case .ephemeralContainers, .resize, nil: []
        }
    }
}
