import JSON
import KubernetesAPI
import KubernetesClient

/// Which combinations of the version parameters make sense (ValidateListOptions in
/// apimachinery/pkg/apis/meta/internalversion/validation).
enum ListOptionsReview {
    private static let match = "resourceVersionMatch"

    /// - Throws: `APIError` 422 with all that is wrong.
    static func checkList(_ options: ListOptions) throws {
        var errors: [FieldError] = []
        if let asked = options.resourceVersionMatch {
            if (options.resourceVersion ?? "").isEmpty {
                errors.append(
                    .forbidden(
                        match,
                        "resourceVersionMatch is forbidden unless resourceVersion is provided"))
            }
            if options.continueToken != nil {
                errors.append(
                    .forbidden(
                        match, "resourceVersionMatch is forbidden when continue is provided"))
            }
            if !["Exact", "NotOlderThan"].contains(asked) {
                errors.append(
                    .notSupported(
                        match, .string(asked), supported: ["Exact", "NotOlderThan", ""]))
            }
            if asked == "Exact", options.resourceVersion == "0" {
                errors.append(
                    .forbidden(
                        match,
                        "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""))
            }
        }
        if options.sendInitialEvents != nil {
            errors.append(
                .forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"))
        }
        if let error = refusal(errors) { throw error }
    }

    /// - Throws: `APIError` 422 with all that is wrong.
    static func checkWatch(_ options: ListOptions) throws {
        var errors: [FieldError] = []
        let asked = options.resourceVersionMatch
        if options.sendInitialEvents != nil, asked != "NotOlderThan" {
            errors.append(
                .forbidden(
                    match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"
                ))
        }
        if let asked {
            if options.sendInitialEvents == nil {
                errors.append(
                    .forbidden(
                        match,
                        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is "
                            + "provided"))
            }
            if asked != "NotOlderThan" {
                errors.append(
                    .notSupported(match, .string(asked), supported: ["NotOlderThan"]))
            }
            if options.continueToken != nil {
                errors.append(
                    .forbidden(
                        match, "resourceVersionMatch is forbidden when continue is provided"))
            }
        }
        if let error = refusal(errors) { throw error }
    }

    /// The version that a client speaks of; nil where it leaves that to the server.
    ///
    /// - Throws: `APIError` 400.
    static func version(_ text: String?) throws -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let version = Int64(text), version >= 0 else {
            throw APIError.badRequest(
                "resourceVersion: Invalid value: \"\(text)\": strconv.ParseUint: parsing "
                    + "\"\(text)\": invalid syntax")
        }
        return version
    }

    private static func refusal(_ errors: [FieldError]) -> APIError? {
        let type = ResourceType(
            group: "meta.k8s.io", kind: "ListOptions", plural: "listoptions",
            singular: "listoptions")
        guard var error = APIError.invalid(type, name: "", errors) else { return nil }
        if error.message.hasPrefix("ListOptions \"") {
            error.message = "ListOptions.meta.k8s.io" + error.message.dropFirst("ListOptions".count)
        }
        return error
    }
}
