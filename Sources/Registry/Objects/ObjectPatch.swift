import JSON
import KubernetesAPI
import KubernetesClient

/// Carries out a client's patch on an object; an apply, which knows of owners, is `FieldManager`'s.
enum ObjectPatch {
    /// As `ObjectReview.admit`; what it refuses is the patch's fault and words it so.
    ///
    /// - Throws: `APIError` 422.
    static func admit(
        _ patched: JSONValue, type: ResourceType, options: WriteOptions
    ) throws -> JSONValue {
        do {
            return try ObjectReview.admit(patched, type: type, options: options)
        } catch let error as APIError where error.reason == "BadRequest" {
            // The reason alone: "Pod in version …" is about objects that a client sends whole.
            let marker = "strict decoding error: "
            let reason = error.message.firstRange(of: marker).map {
                String(error.message[$0.lowerBound...])
            }
            let problem = FieldError.invalid(
                "patch", .string(patched.serialized()), reason ?? error.message)
            throw APIError(
                code: 422, reason: "Invalid", message: " \"\" is invalid: \(problem)",
                details: [
                    "causes": [
                        [
                            "reason": .string(problem.reason.rawValue),
                            "message": .string(problem.message), "field": "patch",
                        ]
                    ]
                ])
        }
    }

    /// - Throws: `APIError` 400 or 422 for a patch that does not fit the object.
    static func apply(
        _ patch: Patch, to object: JSONValue, kind: String
    ) throws -> JSONValue {
        switch patch.format {
        case .json: try JSONPatch.apply(patch.body, to: object)
        case .merge: MergePatch.apply(patch.body, to: object)
        case .strategicMerge: try StrategicMergePatch.apply(patch.body, to: object, kind: kind)
        case .apply:
            throw APIError.internalError("an apply came where only other patches are carried out")
        }
    }
}
