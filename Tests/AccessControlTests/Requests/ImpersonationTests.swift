import KubernetesAPI
import Testing

@testable import AccessControl

@Suite("Impersonation")
struct ImpersonationTests {
    @Test func isNothingWithoutHeaders() throws {
        #expect(try Impersonation(headers: [("Accept", "*/*")]) == nil)
    }

    @Test func namesAUser() throws {
        let wish = try #require(
            try Impersonation(headers: [
                ("Impersonate-User", "jane"), ("Impersonate-Group", "dev"),
                ("impersonate-group", "ops"), ("Impersonate-Extra-Scopes%2fx", "a"),
                ("Impersonate-Uid", "7"),
            ]))
        #expect(
            wish.user
                == UserInfo(
                    username: "jane", uid: "7", groups: ["dev", "ops", "system:authenticated"],
                    extra: ["scopes/x": ["a"]]))
        let asked = wish.requests.compactMap(\.resource)
        #expect(
            asked.map(\.combinedResource)
                == ["users", "groups", "groups", "userextras/scopes/x", "uids"])
        #expect(asked.map(\.name) == ["jane", "dev", "ops", "a", "7"])
        #expect(
            asked.map(\.group)
                == ["", "", "", "authentication.k8s.io", "authentication.k8s.io"])
    }

    @Test func namesAServiceAccount() throws {
        let wish = try #require(
            try Impersonation(headers: [("Impersonate-User", "system:serviceaccount:a:bot")]))
        #expect(
            wish.user.groups == [
                "system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated",
            ])
        #expect(
            wish.requests.first?.resource
                == ResourceAttributes(
                    version: "v1", resource: "serviceaccounts", namespace: "a", name: "bot"))
    }

    @Test func doesNotAuthenticateNobody() throws {
        let wish = try #require(
            try Impersonation(headers: [("Impersonate-User", "system:anonymous")]))
        #expect(wish.user.groups == ["system:unauthenticated"])
    }

    @Test func needsAUser() {
        #expect(throws: APIError.self) {
            try Impersonation(headers: [("Impersonate-Group", "system:masters")])
        }
    }
}
