import JSON
import KubernetesAPI
import KubernetesClient

/// Answers the kinds that are questions: `TokenReview`, `SelfSubjectReview` and the access reviews.
/// Nothing of them is stored.
public struct AccessReviews: Sendable {
    let authorizer: RBACAuthorizer
    let tokens: ServiceAccountTokens
    let objects: any KubernetesClient

    /// The types that are answered here.
    public static let types: Set<ResourceType> = [
        .tokenReviews, .selfSubjectReviews, .subjectAccessReviews, .selfSubjectAccessReviews,
        .localSubjectAccessReviews, .selfSubjectRulesReviews,
    ]

    /// - Parameters:
    ///   - type: one of `types`.
    ///   - namespace: of the path.
    ///   - user: who asks.
    /// - Returns: the object with its status.
    /// - Throws: `APIError` 400 or 422.
    public func answer(
        _ type: ResourceType, namespace: String?, object: JSONValue, user: UserInfo,
        options: WriteOptions = WriteOptions()
    ) async throws -> JSONValue {
        try Self.check(object, type)
        var answer = object
        try FieldReview.check(&answer, type: type, options: options)
        let object = answer
        answer["kind"] = .string(type.kind)
        answer["apiVersion"] = .string(type.apiVersion)
        if answer["metadata"]?.objectValue == nil { answer["metadata"] = [:] }
        switch type {
        case .tokenReviews: answer["status"] = try await tokenStatus(object)
        case .selfSubjectReviews:
            answer.set(tokens.now().json, at: "metadata", "creationTimestamp")
            answer["status"] = ["userInfo": user.json]
        case .selfSubjectRulesReviews: answer["status"] = try rulesStatus(object, user)
        default:
            let question = try AccessQuestion(object, type: type, namespace: namespace, user: user)
            answer["status"] = accessStatus(question)
        }
        return answer
    }

    /// Compares the object with its schema.
    private static func check(_ object: JSONValue, _ type: ResourceType) throws {
        for (member, expected) in [("kind", type.kind), ("apiVersion", type.apiVersion)] {
            guard let text = object[member]?.stringValue, !text.isEmpty, text != expected else {
                continue
            }
            throw APIError.badRequest(
                "the \(member) of the object (\(text)) does not match that of the path (\(expected))"
            )
        }
    }

    private func tokenStatus(_ object: JSONValue) async throws -> JSONValue {
        guard let token = object.value(at: "spec", "token")?.stringValue, !token.isEmpty else {
            throw APIError.badRequest("token is required for TokenReview in authentication")
        }
        let asked = object.value(at: "spec", "audiences")?.arrayValue?.compactMap(\.stringValue)
        let audiences = asked.flatMap { $0.isEmpty ? nil : $0 }
        do throws(TokenError) {
            let verified = try await tokens.verify(
                token, audiences: audiences ?? ServiceAccountTokens.defaultAudiences,
                objects: objects)
            return [
                "authenticated": true, "user": verified.user.json,
                "audiences": .array(verified.audiences.map { .string($0) }),
            ]
        } catch {
            return ["user": [:], "error": .string(error.description)]
        }
    }

    private func accessStatus(_ question: AccessQuestion) -> JSONValue {
        let decision = authorizer.decide(question.attributes, by: question.user)
        var status: JSONValue = ["allowed": .bool(decision.isAllowed)]
        if !decision.reason.isEmpty { status["reason"] = .string(decision.reason) }
        return status
    }

    private func rulesStatus(_ object: JSONValue, _ user: UserInfo) throws -> JSONValue {
        guard let namespace = object.value(at: "spec", "namespace")?.stringValue,
            !namespace.isEmpty
        else { throw APIError.badRequest("no namespace on request") }
        let resolved = authorizer.rules(for: user, namespace: namespace)
        var status: JSONValue = [
            "resourceRules": .array(
                resolved.rules.filter { !$0.resources.isEmpty }.map { rule in
                    var rule = rule
                    rule.nonResourceURLs = []
                    return rule.json
                }),
            "nonResourceRules": .array(
                resolved.rules.filter { !$0.nonResourceURLs.isEmpty }.map {
                    PolicyRule(verbs: $0.verbs, nonResourceURLs: $0.nonResourceURLs).json
                }),
            "incomplete": .bool(!resolved.errors.isEmpty),
        ]
        if !resolved.errors.isEmpty { status["evaluationError"] = .string(resolved.errorText) }
        return status
    }
}
