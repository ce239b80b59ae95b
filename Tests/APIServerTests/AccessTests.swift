import AccessControl
import AsyncHTTPClient
import Foundation
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1
import Testing

@testable import APIServer

@Suite("Who gets in")
struct AccessTests {
    private func send(
        _ server: TestServer, _ method: HTTPMethod, _ path: String,
        headers: [(String, String)] = [], body: String? = nil
    ) async throws -> TestServer.Answer {
        var request = HTTPClientRequest(url: server.url + path)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await server.anonymous.execute(request, timeout: .seconds(10))
        let content = try await response.body.collect(upTo: 10 << 20)
        return TestServer.Answer(
            status: Int(response.status.code), headers: response.headers,
            body: Array(content.readableBytesView))
    }

    /// A token of the account `bot` in the namespace `a`.
    private func token(_ server: TestServer) async throws -> String {
        _ = try await server.client.create(
            .serviceAccounts, namespace: "a", object: ["metadata": ["name": "bot"]],
            options: WriteOptions())
        let answer = try await server.gatekeeper.tokens.issue(
            [:], namespace: "a", account: "bot", objects: server.client)
        return try #require(answer.value(at: "status", "token")?.stringValue)
    }

    @Test func bearersOfTokens() async throws {
        try await withServer { server in
            let token = try await token(server)
            let bearer = [("Authorization", "Bearer \(token)")]
            let refused = try await send(
                server, .GET, "/api/v1/namespaces/a/pods", headers: bearer)
            #expect(refused.status == 403)
            #expect(
                refused.json["message"]
                    == "pods is forbidden: User \"system:serviceaccount:a:bot\" cannot list resource \"pods\" in API group \"\" in the namespace \"a\""
            )
            #expect(refused.json["reason"] == "Forbidden")
            #expect(refused.json["details"] == ["kind": "pods"])
            #expect(refused.headers.first(name: "audit-id")?.count == 36)
            let review = try await send(
                server, .POST, "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                headers: bearer, body: "{}")
            #expect(review.status == 201)
            #expect(
                review.json.value(at: "status", "userInfo", "username")
                    == "system:serviceaccount:a:bot")
            let keys = try await send(server, .GET, "/openid/v1/jwks", headers: bearer)
            #expect(keys.json["keys"]?.arrayValue?.count == 1)
            let wrong = try await send(
                server, .GET, "/readyz", headers: [("Authorization", "Bearer \(token)x")])
            #expect(wrong.status == 401)
        }
    }

    @Test func auditsAndKeepsSecrets() async throws {
        try await withServer { server in
            let token = try await token(server)
            _ = try await send(
                server, .POST, "/apis/authentication.k8s.io/v1/tokenreviews",
                headers: [("Authorization", "Bearer \(token)"), ("Audit-Id", "abc")],
                body: #"{"spec":{"token":"\#(token)"}}"#)
            _ = try await server.send(.GET, "/api/v1/pods/x?watch=1")
            await server.gatekeeper.audit?.flush()
            let text = try String(contentsOfFile: server.directory + "/audit.log", encoding: .utf8)
            #expect(!text.contains(token))
            #expect(!text.contains(token.suffix(40)))
            let lines = try text.split(separator: "\n").map {
                try JSONValue(parsing: Array($0.utf8))
            }
            let event = try #require(lines.first { $0["auditID"] == "abc" })
            #expect(event.value(at: "user", "username") == "system:serviceaccount:a:bot")
            #expect(event["verb"] == "create")
            #expect(event.value(at: "objectRef", "resource") == "tokenreviews")
            #expect(event.value(at: "responseStatus", "code") == 403)
            #expect(event["sourceIPs"] == ["127.0.0.1"])
            #expect(
                event.value(at: "annotations", "authorization.k8s.io/decision") == "forbid")
        }
    }

    @Test func takesTheAdministratorForAnybody() async throws {
        try await withServer { server in
            var request = HTTPClientRequest(
                url: server.url + "/apis/authentication.k8s.io/v1/selfsubjectreviews")
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: "{}"))
            request.headers.add(name: "Impersonate-User", value: "jane")
            request.headers.add(name: "Impersonate-Group", value: "dev")
            let response = try await server.http.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: 1 << 20)
            let json = try JSONValue(parsing: Array(body.readableBytesView))
            #expect(
                json.value(at: "status", "userInfo")
                    == ["username": "jane", "groups": ["dev", "system:authenticated"]])
            let own = try await server.send(
                .POST, "/apis/authentication.k8s.io/v1/selfsubjectreviews", body: "{}")
            let user = own.json.value(at: "status", "userInfo")
            #expect(user?["username"] == "kubernetes-admin")
            #expect(user?["groups"] == ["system:masters", "system:authenticated"])
            #expect(
                user?["extra"]?["authentication.kubernetes.io/credential-id"]?[0]?.stringValue?
                    .hasPrefix("X509SHA256=") == true)
        }
    }
}
