import JSON
import KubernetesAPI

/// The spec of a TokenRequest, checked and with its defaults.
struct TokenOrder {
    struct BoundObject {
        var kind: String
        var apiVersion: String
        var name: String
        /// Empty where any will do.
        var uid: String

        /// `apps/v1, Kind=Deployment`
        var groupVersionKind: String { "\(apiVersion), Kind=\(kind)" }
    }

    var audiences: [String]
    /// That the token is asked to live.
    var seconds: Int64
    var boundObject: BoundObject?

    private static let defaultSeconds: Int64 = 3600
    /// What the admission of Pods asks for: an hour and a little, so that it can be told apart.
    private static let automountSeconds: Int64 = 3607

    /// Whether it is the token that every Pod gets. It lives longer than it says, for clients that
    /// read it once; those that should have read it anew are noted.
    var isExtended: Bool {
        seconds == Self.automountSeconds
            && audiences.allSatisfy(ServiceAccountTokens.defaultAudiences.contains)
    }

    /// - Throws: `APIError` 422.
    init(_ request: JSONValue, onWarning: (@Sendable (String) -> Void)?) throws {
        let spec = request["spec"] ?? .null
        let asked = spec["expirationSeconds"]?.integerValue ?? Self.defaultSeconds
        if let refusal = Self.refusal(asked, request) { throw refusal }
        seconds = min(asked, SigningKeys.maximumLifetime)
        if seconds < asked {
            onWarning?("requested expiration of \(asked) seconds shortened to \(seconds) seconds")
        }
        let audiences = spec["audiences"]?.arrayValue?.compactMap(\.stringValue) ?? []
        self.audiences = audiences.isEmpty ? ServiceAccountTokens.defaultAudiences : audiences
        guard let bound = spec["boundObjectRef"], bound.objectValue != nil else { return }
        boundObject = BoundObject(
            kind: bound["kind"]?.stringValue ?? "",
            apiVersion: bound["apiVersion"]?.stringValue ?? "",
            name: bound["name"]?.stringValue ?? "", uid: bound["uid"]?.stringValue ?? "")
    }

    private static func refusal(_ seconds: Int64, _ request: JSONValue) -> APIError? {
        let detail: String
        if seconds < 600 {
            detail = "may not specify a duration less than 10 minutes"
        } else if seconds > 1 << 32 {
            detail = "may not specify a duration larger than 2^32 seconds"
        } else {
            return nil
        }
        let error = FieldError.invalid("spec.expirationSeconds", .integer(seconds), detail)
        let kind = "TokenRequest"
        let group = "authentication.k8s.io"
        let name = request.value(at: "metadata", "name")?.stringValue ?? ""
        return APIError(
            code: 422, reason: "Invalid",
            message: "\(kind).\(group) \"\(name)\" is invalid: \(error)",
            details: [
                "name": .string(name), "group": .string(group), "kind": .string(kind),
                "causes": [
                    [
                        "reason": .string(error.reason.rawValue), "message": .string(error.message),
                        "field": .string(error.field),
                    ]
                ],
            ])
    }

    /// The request as it goes back to the client.
    func answered(
        _ request: JSONValue, namespace: String, account: String, token: String,
        expires: Timestamp, now: Timestamp
    ) -> JSONValue {
        var answer = request
        answer["kind"] = "TokenRequest"
        answer["apiVersion"] = "authentication.k8s.io/v1"
        answer.set(.string(account), at: "metadata", "name")
        answer.set(.string(namespace), at: "metadata", "namespace")
        answer.set(now.json, at: "metadata", "creationTimestamp")
        answer.set(.array(audiences.map { .string($0) }), at: "spec", "audiences")
        answer.set(.integer(seconds), at: "spec", "expirationSeconds")
        answer["status"] = [
            "token": .string(token), "expirationTimestamp": expires.json,
        ]
        return answer
    }
}
