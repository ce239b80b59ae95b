import JSON
import KubernetesAPI
import Testing

@testable import AccessControl

@Suite("Reviews")
struct AccessReviewsTests {
    private let jane = UserInfo(username: "jane", groups: ["dev"])

    /// The status of the answer, or the refusal as text.
    private func answer(
        _ type: ResourceType, _ spec: JSONValue, namespace: String? = nil, user: UserInfo? = nil
    ) async throws -> JSONValue {
        try await withFolder { folder in
            let keys = try SigningKeys(directory: folder + "/keys", now: 1000, logger: silent)
            var policy = AccessPolicy.bootstrap
            policy.setBinding(
                RoleBinding(
                    id: ObjectName(namespace: "a", name: "j"),
                    role: RoleReference(.clusterRole, "view"),
                    subjects: [RoleSubject(kind: "User", name: "jane")]))
            let reviews = AccessReviews(
                authorizer: RBACAuthorizer(policy),
                tokens: ServiceAccountTokens(keys: keys) { Timestamp(secondsSince1970: 1000) },
                objects: FakeObjects())
            do {
                return try await reviews.answer(
                    type, namespace: namespace,
                    object: type == .selfSubjectReviews ? [:] : ["spec": spec],
                    user: user ?? jane
                )["status"] ?? .null
            } catch let error as APIError {
                return .string("\(error.code) \(error.message)")
            }
        }
    }

    private func question(_ verb: String, _ resource: String, in namespace: String) -> JSONValue {
        [
            "resourceAttributes": [
                "verb": .string(verb), "resource": .string(resource),
                "namespace": .string(namespace),
            ]
        ]
    }

    @Test func ofOneself() async throws {
        #expect(
            try await answer(.selfSubjectAccessReviews, question("list", "pods", in: "a"))
                == [
                    "allowed": true,
                    "reason":
                        "RBAC: allowed by RoleBinding \"j/a\" of ClusterRole \"view\" to User \"jane\"",
                ])
        #expect(
            try await answer(.selfSubjectAccessReviews, question("list", "pods", in: "b"))
                == ["allowed": false])
        #expect(
            try await answer(
                .selfSubjectAccessReviews, question("*", "*", in: ""), user: .administrator)
                == ["allowed": true])
        #expect(
            try await answer(.selfSubjectReviews, [:])
                == ["userInfo": ["username": "jane", "groups": ["dev"]]])
    }

    @Test func unknownFieldsAreRefused() async throws {
        var spec = question("get", "pods", in: "a")
        spec["colour"] = "red"
        #expect(
            try await answer(.selfSubjectAccessReviews, spec).stringValue?.hasSuffix(
                "strict decoding error: unknown field \"spec.colour\"") == true)
    }

    @Test func ofOthers() async throws {
        var spec = question("get", "pods", in: "a")
        spec["user"] = "jane"
        #expect(
            try await answer(.subjectAccessReviews, spec, user: .administrator)["allowed"] == true)
        spec["user"] = "joe"
        #expect(
            try await answer(.subjectAccessReviews, spec, user: .administrator)["allowed"] == false)
        spec["groups"] = ["system:masters"]
        #expect(
            try await answer(.subjectAccessReviews, spec, user: .administrator)["allowed"] == true)
        #expect(
            try await answer(
                .subjectAccessReviews,
                [
                    "nonResourceAttributes": ["verb": "get", "path": "/version"],
                    "groups": ["system:unauthenticated"],
                ])["allowed"] == true)
    }

    @Test func thatAskNothing() async throws {
        let empty = try await answer(.subjectAccessReviews, [:]).stringValue ?? ""
        #expect(empty.hasPrefix("422 SubjectAccessReview"))
        #expect(
            empty.hasSuffix(
                "[spec.resourceAttributes: Invalid value: null: exactly one of "
                    + "nonResourceAttributes or resourceAttributes must be specified, "
                    + "spec.user: Invalid value: \"\": at least one of user or group must be "
                    + "specified]"))
        var spec = question("get", "pods", in: "b")
        spec["user"] = "jane"
        let other = try await answer(.localSubjectAccessReviews, spec, namespace: "a")
        #expect(
            other.stringValue?.hasSuffix(
                "spec.resourceAttributes.namespace: Invalid value: \"b\": must match "
                    + "metadata.namespace") == true)
        #expect(
            try await answer(.selfSubjectRulesReviews, [:]) == "400 no namespace on request")
        #expect(
            try await answer(.tokenReviews, [:])
                == "400 token is required for TokenReview in authentication")
    }

    @Test func ofTokens() async throws {
        #expect(
            try await answer(.tokenReviews, ["token": "a.b"])
                == [
                    "user": [:], "error": "invalid bearer token: it does not have three parts",
                ])
    }

    @Test func ofAllRules() async throws {
        let status = try await answer(.selfSubjectRulesReviews, ["namespace": "a"])
        #expect(status["incomplete"] == false)
        #expect(status["nonResourceRules"] == [])
        #expect(
            status["resourceRules"]?.arrayValue?.contains([
                "verbs": ["get", "list", "watch"], "apiGroups": [""], "resources": ["namespaces"],
            ]) == true)
        let all = try await answer(
            .selfSubjectRulesReviews, ["namespace": "a"], user: .administrator)
        #expect(
            all == [
                "resourceRules": [["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]],
                "nonResourceRules": [["verbs": ["*"], "nonResourceURLs": ["*"]]],
                "incomplete": false,
            ])
    }
}
