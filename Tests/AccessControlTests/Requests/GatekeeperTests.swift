import JSON
import KubernetesAPI
import Testing

@testable import AccessControl

@Suite("The gate")
struct GatekeeperTests {
    private func request(
        _ method: String, _ path: String, caller: IncomingRequest.Caller = .stranger,
        headers: [(name: String, value: String)] = []
    ) -> IncomingRequest {
        IncomingRequest(
            caller: caller, method: method, uri: path,
            segments: path.split(separator: "/").map(String.init), path: path, headers: headers,
            sourceAddress: "10.0.0.7")
    }

    /// What the gate says: the user's name, or the code and the message of its refusal.
    private func answer(
        _ request: IncomingRequest,
        _ body: (FakeObjects, ServiceAccountTokens) async throws -> Void = { _, _ in }
    ) async throws -> String {
        try await withFolder { folder in
            let keys = try SigningKeys(directory: folder + "/keys", now: 1000, logger: silent)
            let tokens = ServiceAccountTokens(keys: keys) { Timestamp(secondsSince1970: 1000) }
            let objects = FakeObjects()
            try await body(objects, tokens)
            let gatekeeper = Gatekeeper(
                authorizer: RBACAuthorizer(.bootstrap), tokens: tokens, objects: objects)
            var record = gatekeeper.record(request)
            do {
                return try await gatekeeper.admit(request, &record).username
            } catch let error as APIError {
                return "\(error.code) \(error.message)"
            }
        }
    }

    @Test func knowsTheAdministratorBySocket() async throws {
        #expect(
            try await answer(request("DELETE", "/api/v1/nodes", caller: .administrator))
                == "kubernetes-admin")
    }

    @Test func asksRolesAboutCertificates() async throws {
        let jane = IncomingRequest.Caller.certificate(UserInfo(username: "jane", groups: ["dev"]))
        #expect(try await answer(request("GET", "/api/v1", caller: jane)) == "jane")
        #expect(
            try await answer(request("GET", "/api/v1/namespaces/y/pods", caller: jane))
                == "403 pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group "
                + "\"\" in the namespace \"y\"")
        #expect(
            try await answer(request("GET", "/swiftlet/v1/status", caller: jane))
                == "403 forbidden: User \"jane\" cannot get path \"/swiftlet/v1/status\"")
        let master = IncomingRequest.Caller.certificate(
            UserInfo(username: "root", groups: ["system:masters"]))
        #expect(try await answer(request("GET", "/swiftlet/v1/status", caller: master)) == "root")
    }

    @Test(arguments: ["/readyz", "/livez", "/healthz", "/version"])
    func showsStrangersThatItIsThere(_ path: String) async throws {
        #expect(try await answer(request("GET", path)) == "system:anonymous")
        #expect(try await answer(request("POST", path)) == "401 Unauthorized")
        #expect(
            try await answer(request("GET", path, headers: [("Authorization", "Bearer x.y.z")]))
                == "401 Unauthorized")
    }

    @Test(arguments: [
        "/", "/api", "/api/v1/pods", "/swiftlet/v1/status", "/readyz/x", "/openid/v1/jwks",
    ])
    func showsStrangersNothingElse(_ path: String) async throws {
        #expect(try await answer(request("GET", path)) == "401 Unauthorized")
    }

    @Test func letsMastersImpersonate() async throws {
        let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
        let headers = [(name: "Impersonate-User", value: "jane")]
        #expect(
            try await answer(request("POST", path, caller: .administrator, headers: headers))
                == "jane")
        let bob = IncomingRequest.Caller.certificate(UserInfo(username: "bob"))
        #expect(
            try await answer(request("POST", path, caller: bob, headers: headers))
                == "403 users \"jane\" is forbidden: User \"bob\" cannot impersonate resource "
                + "\"users\" in API group \"\" at the cluster scope")
    }

    @Test func recordsNoSecrets() async throws {
        try await withFolder { folder in
            let keys = try SigningKeys(directory: folder + "/keys", now: 1000, logger: silent)
            let tokens = ServiceAccountTokens(keys: keys) { Timestamp(secondsSince1970: 1000) }
            let gatekeeper = Gatekeeper(
                authorizer: RBACAuthorizer(.bootstrap), tokens: tokens, objects: FakeObjects())
            let request = request(
                "GET", "/api/v1/namespaces/a/pods/web/log",
                caller: .certificate(UserInfo(username: "jane")),
                headers: [
                    ("Authorization", "Bearer verysecret"), ("User-Agent", "kubectl/v1.37"),
                    ("Audit-Id", "my-id"),
                ])
            var record = gatekeeper.record(request)
            let refusal = await #expect(throws: APIError.self) {
                try await gatekeeper.admit(request, &record)
            }
            let event = record.event(
                code: 403, failure: refusal, at: Timestamp(secondsSince1970: 1001))
            #expect(!event.serialized().contains("verysecret"))
            #expect(
                event == [
                    "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata",
                    "auditID": "my-id", "stage": "ResponseComplete",
                    "requestURI": "/api/v1/namespaces/a/pods/web/log", "verb": "get",
                    "user": ["username": "jane", "groups": ["system:authenticated"]],
                    "sourceIPs": ["10.0.0.7"], "userAgent": "kubectl/v1.37",
                    "objectRef": [
                        "resource": "pods", "namespace": "a", "name": "web", "apiVersion": "v1",
                        "subresource": "log",
                    ],
                    "responseStatus": [
                        "metadata": [:], "status": "Failure", "reason": "Forbidden", "code": 403,
                        "message": .string(refusal?.message ?? ""),
                    ],
                    "requestReceivedTimestamp": "1970-01-01T00:16:40.000000Z",
                    "stageTimestamp": "1970-01-01T00:16:41.000000Z",
                    "annotations": [
                        "authorization.k8s.io/decision": "forbid",
                        "authorization.k8s.io/reason": "",
                    ],
                ])
        }
    }
}
