import JSON
import KubernetesAPI

/// What an access review asks: whether somebody may do something.
struct AccessQuestion: Hashable {
    var user: UserInfo
    var attributes: RequestAttributes

    /// - Parameters:
    ///   - type: which form of the review.
    ///   - namespace: of the path.
    ///   - user: who asks; the forms with `Self` ask about them.
    /// - Throws: `APIError` 422 with all that is wrong.
    init(
        _ object: JSONValue, type: ResourceType, namespace: String?, user: UserInfo
    ) throws {
        let spec = object["spec"] ?? [:]
        let isSelf = type == .selfSubjectAccessReviews
        var errors = Self.attributeErrors(spec)
        if !isSelf { errors += Self.userErrors(spec) }
        if type == .localSubjectAccessReviews { errors += Self.localErrors(spec, namespace) }
        if let refusal = APIError.invalid(type, name: "", errors) { throw refusal }
        self.user = isSelf ? user : UserInfo(review: spec)
        attributes = RequestAttributes(review: spec)
    }

    private static func attributeErrors(_ spec: JSONValue) -> [FieldError] {
        let resource = spec["resourceAttributes"]?.objectValue
        let path = spec["nonResourceAttributes"]?.objectValue
        switch (resource, path) {
        case (nil, nil):
            return [
                .invalid(
                    "spec.resourceAttributes", .null,
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified")
            ]
        case (_?, let path?):
            return [
                .invalid(
                    "spec.nonResourceAttributes", .object(path),
                    "cannot be specified in combination with resourceAttributes")
            ]
        default: return []
        }
    }

    private static func userErrors(_ spec: JSONValue) -> [FieldError] {
        guard (spec["user"]?.stringValue ?? "").isEmpty,
            (spec["groups"]?.arrayValue ?? []).isEmpty
        else { return [] }
        return [.invalid("spec.user", "", "at least one of user or group must be specified")]
    }

    private static func localErrors(_ spec: JSONValue, _ namespace: String?) -> [FieldError] {
        guard let attributes = spec["resourceAttributes"], attributes.objectValue != nil else {
            return [
                .invalid(
                    "spec.nonResourceAttributes", spec["nonResourceAttributes"] ?? .null,
                    "disallowed on this kind of request")
            ]
        }
        let asked = attributes["namespace"]?.stringValue ?? ""
        guard asked != namespace else { return [] }
        return [
            .invalid(
                "spec.resourceAttributes.namespace", .string(asked), "must match metadata.namespace"
            )
        ]
    }
}

extension UserInfo {
    /// - Parameter spec: of a SubjectAccessReview.
    fileprivate init(review spec: JSONValue) {
        self.init(
            username: spec["user"]?.stringValue ?? "", uid: spec["uid"]?.stringValue ?? "",
            groups: spec["groups"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            extra: (spec["extra"]?.objectValue ?? [:]).mapValues {
                $0.arrayValue?.compactMap(\.stringValue) ?? []
            })
    }
}

extension RequestAttributes {
    /// - Parameter spec: of an access review.
    fileprivate init(review spec: JSONValue) {
        func text(_ object: String, _ member: String) -> String {
            spec.value(at: object, member)?.stringValue ?? ""
        }
        let resource = "resourceAttributes"
        guard spec[resource]?.objectValue != nil else {
            self.init(
                verb: text("nonResourceAttributes", "verb"),
                target: .path(text("nonResourceAttributes", "path")))
            return
        }
        self.init(
            verb: text(resource, "verb"),
            resource: ResourceAttributes(
                group: text(resource, "group"), version: text(resource, "version"),
                resource: text(resource, "resource"),
                subresource: text(resource, "subresource"),
                namespace: text(resource, "namespace"), name: text(resource, "name")))
    }
}
