import JSON
import KubernetesAPI

/// What the audit log says about one request: who, what, when, with which outcome; never a body, a
/// token or another header.
public struct RequestRecord: Sendable {
    /// Also the answer's header `Audit-Id`.
    public let identifier: String
    public let attributes: RequestAttributes
    var user: UserInfo?
    var impersonatedUser: UserInfo?
    var decision: AccessDecision?
    private let uri: String
    private let userAgent: String?
    private let sourceAddress: String?
    private let received: Timestamp

    init(_ request: IncomingRequest, now: Timestamp) {
        identifier = request.header("audit-id").flatMap(Self.usable) ?? RandomIdentifier.make()
        attributes = RequestAttributes(
            method: request.method, segments: request.segments, path: request.path,
            isWatch: request.isWatch, fieldSelector: request.fieldSelector)
        uri = request.uri
        userAgent = request.header("user-agent")
        sourceAddress = request.sourceAddress
        received = now
    }

    /// What clients call a request, where it can stand in a log and a header.
    private static func usable(_ identifier: String) -> String? {
        let isPlain = identifier.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isPlain && (1...64).contains(identifier.utf8.count) ? identifier : nil
    }

    /// The event of `audit.k8s.io/v1` once the answer is sent.
    ///
    /// - Parameters:
    ///   - code: of the answer.
    ///   - failure: the `Status` that was sent, where it was one.
    public func event(code: Int, failure: APIError? = nil, at now: Timestamp) -> JSONValue {
        var event: JSONValue = [
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata",
            "auditID": .string(identifier), "stage": "ResponseComplete",
            "requestURI": .string(uri), "verb": .string(attributes.verb),
            "user": (user ?? UserInfo(username: "")).json,
            "responseStatus": Self.status(code, failure),
            "requestReceivedTimestamp": .string(received.formatted(fractionDigits: 6)),
            "stageTimestamp": .string(now.formatted(fractionDigits: 6)),
        ]
        event["impersonatedUser"] = impersonatedUser?.json
        event["sourceIPs"] = sourceAddress.map { [.string($0)] }
        event["userAgent"] = userAgent.map { .string($0) }
        event["objectRef"] = attributes.resource.map(Self.reference)
        event["annotations"] = decision.map { decision in
            [
                "authorization.k8s.io/decision": decision.isAllowed ? "allow" : "forbid",
                "authorization.k8s.io/reason": .string(decision.reason),
            ]
        }
        return event
    }

    private static func status(_ code: Int, _ failure: APIError?) -> JSONValue {
        var status: JSONValue = ["metadata": [:], "code": .integer(Int64(code))]
        if let failure {
            status["status"] = "Failure"
            status["reason"] = .string(failure.reason)
            status["message"] = .string(failure.message)
        }
        return status
    }

    private static func reference(_ resource: ResourceAttributes) -> JSONValue {
        var reference: JSONValue = [:]
        for (member, text) in [
            ("resource", resource.resource), ("namespace", resource.namespace),
            ("name", resource.name), ("apiGroup", resource.group),
            ("apiVersion", resource.version), ("subresource", resource.subresource),
        ] where !text.isEmpty {
            reference[member] = .string(text)
        }
        return reference
    }
}
