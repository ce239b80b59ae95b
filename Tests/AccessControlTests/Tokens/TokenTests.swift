import Foundation
import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import AccessControl

/// A server's tokens at a moment that the test sets, with an account `bot` and what it can be bound
/// to in the namespace `a`.
private struct Bench: Sendable {
    let keys: SigningKeys
    let objects = FakeObjects()
    var now: Int64 = 10_000

    init(_ folder: String) throws {
        keys = try SigningKeys(directory: folder + "/keys", now: 10_000, logger: silent)
        objects.put(.serviceAccounts, namespace: "a", "bot", uid: "u1")
        objects.put(
            .pods, namespace: "a", "web", uid: "p1",
            ["spec": ["serviceAccountName": "bot", "nodeName": "here"]])
        objects.put(.secrets, namespace: "a", "key", uid: "s1")
        objects.put(.nodes, "here", uid: "n1")
    }

    var tokens: ServiceAccountTokens {
        let now = now
        return ServiceAccountTokens(keys: keys) { Timestamp(secondsSince1970: now) }
    }

    func issue(_ spec: JSONValue = [:], warnings: WarningList? = nil) async throws -> JSONValue {
        try await tokens.issue(
            ["spec": spec], namespace: "a", account: "bot", objects: objects,
            onWarning: { warnings?.add($0) })
    }

    func token(_ spec: JSONValue = [:]) async throws -> String {
        try #require(try await issue(spec).value(at: "status", "token")?.stringValue)
    }

    func verify(_ token: String, audiences: [String]? = nil) async -> Result<
        ServiceAccountTokens.Verified, TokenError
    > {
        do throws(TokenError) {
            return .success(
                try await tokens.verify(
                    token, audiences: audiences ?? ServiceAccountTokens.defaultAudiences,
                    objects: objects))
        } catch {
            return .failure(error)
        }
    }

    /// Why a token is refused; empty where it is not.
    func refusal(_ token: String, audiences: [String]? = nil) async -> String {
        switch await verify(token, audiences: audiences) {
        case .success: ""
        case .failure(let error): error.description
        }
    }
}

private final class WarningList: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [String] = []
    func add(_ text: String) { lock.withLock { list.append(text) } }
    var texts: [String] { lock.withLock { list } }
}

private func withBench(_ body: (inout Bench) async throws -> Void) async throws {
    try await withFolder { folder in
        var bench = try Bench(folder)
        try await body(&bench)
    }
}

/// The claims of a token, not verified.
private func claims(_ token: String) throws -> JSONValue {
    let part = token.split(separator: ".")[1]
    return try JSONValue(parsing: try #require(Base64URL.decode(part)))
}

private func part(_ json: JSONValue) -> String { Base64URL.encode(json.serializedBytes()) }

@Suite("Service account tokens")
struct TokenTests {
    @Test func areThoseOfKubernetes() async throws {
        try await withBench { bench in
            let answer = try await bench.issue()
            #expect(answer["kind"] == "TokenRequest")
            #expect(answer.value(at: "metadata", "name") == "bot")
            #expect(
                answer["spec"]
                    == [
                        "audiences": ["https://kubernetes.default.svc.cluster.local"],
                        "expirationSeconds": 3600,
                    ])
            #expect(
                answer.value(at: "status", "expirationTimestamp") == "1970-01-01T03:46:40Z")
            let token = try #require(answer.value(at: "status", "token")?.stringValue)
            var claims = try claims(token)
            #expect(claims["jti"]?.stringValue?.count == 36)
            claims["jti"] = nil
            #expect(
                claims == [
                    "iss": "https://kubernetes.default.svc.cluster.local",
                    "sub": "system:serviceaccount:a:bot",
                    "aud": ["https://kubernetes.default.svc.cluster.local"], "iat": 10_000,
                    "nbf": 10_000, "exp": 13_600,
                    "kubernetes.io": [
                        "namespace": "a", "serviceaccount": ["name": "bot", "uid": "u1"],
                    ],
                ])
            let user = try await bench.verify(token).get().user
            #expect(user.username == "system:serviceaccount:a:bot")
            #expect(user.uid == "u1")
            #expect(
                user.groups == [
                    "system:serviceaccounts", "system:serviceaccounts:a", "system:authenticated",
                ])
        }
    }

    @Test func areBoundToPods() async throws {
        try await withBench { bench in
            let token = try await bench.token([
                "boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": "web", "uid": "p1"]
            ])
            let bound = try claims(token)["kubernetes.io"]
            #expect(bound?["pod"] == ["name": "web", "uid": "p1"])
            #expect(bound?["node"] == ["name": "here", "uid": "n1"])
            let extra = try await bench.verify(token).get().user.extra
            #expect(extra["authentication.kubernetes.io/pod-name"] == ["web"])
            #expect(extra["authentication.kubernetes.io/node-uid"] == ["n1"])
            // On its way out, the Pod still may; a minute after its end no more.
            bench.objects.put(
                .pods, namespace: "a", "web", uid: "p1",
                ["metadata": ["deletionTimestamp": "1970-01-01T02:46:40Z"]])
            #expect(await bench.refusal(token) == "")
            bench.now = 10_061
            #expect(await bench.refusal(token).hasSuffix("has been invalidated"))
            bench.objects.put(.pods, namespace: "a", "web", uid: "p2")
            #expect(await bench.refusal(token).contains("pod UID (p2) does not match"))
            bench.objects.remove(.pods, namespace: "a", "web")
            #expect(await bench.refusal(token).hasSuffix("has been invalidated"))
        }
    }

    @Test func ofPodsLiveLongerThanTheySay() async throws {
        try await withBench { bench in
            let answer = try await bench.issue([
                "expirationSeconds": 3607,
                "boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": "web"],
            ])
            #expect(answer.value(at: "status", "expirationTimestamp") == "1970-01-01T03:46:47Z")
            let token = try #require(answer.value(at: "status", "token")?.stringValue)
            #expect(try claims(token)["exp"] == .integer(10_000 + 365 * 86_400))
            #expect(try claims(token).value(at: "kubernetes.io", "warnafter") == 13_607)
        }
    }

    @Test func endWithTheirAccount() async throws {
        try await withBench { bench in
            let token = try await bench.token()
            bench.objects.put(.serviceAccounts, namespace: "a", "bot", uid: "u2")
            #expect(await bench.refusal(token).contains("(u2) does not match claim (u1)"))
            bench.objects.remove(.serviceAccounts, namespace: "a", "bot")
            #expect(await bench.refusal(token).contains("serviceaccounts \"bot\" not found"))
        }
    }

    @Test func endInTime() async throws {
        try await withBench { bench in
            let token = try await bench.token(["expirationSeconds": 600])
            bench.now = 10_599
            #expect(await bench.refusal(token) == "")
            bench.now = 10_600
            #expect(await bench.refusal(token).hasSuffix("service account token has expired"))
            bench.now = 9_000
            #expect(await bench.refusal(token).hasSuffix("is not valid yet"))
        }
    }

    @Test func areForAnAudience() async throws {
        try await withBench { bench in
            let token = try await bench.token(["audiences": ["vault", "other"]])
            #expect(await bench.refusal(token).contains("is invalid for the target audiences"))
            let verified = try await bench.verify(token, audiences: ["x", "vault"]).get()
            #expect(verified.audiences == ["vault"])
        }
    }

    struct Refusal: CustomTestStringConvertible {
        let spec: JSONValue
        let code: Int
        let message: String

        var testDescription: String { message }
    }

    static let refusals = [
        Refusal(
            spec: ["expirationSeconds": 599], code: 422,
            message: "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: "
                + "Invalid value: 599: may not specify a duration less than 10 minutes"),
        Refusal(
            spec: ["expirationSeconds": 4_294_967_297], code: 422,
            message: "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: "
                + "Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds"),
        Refusal(
            spec: ["boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": "no"]], code: 404,
            message: "pods \"no\" not found"),
        Refusal(
            spec: [
                "boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": "web", "uid": "x"]
            ],
            code: 409,
            message: "Operation cannot be fulfilled on Pod \"web\": the UID in the bound object "
                + "reference (x) does not match the UID in record. The object might have been "
                + "deleted and then recreated"),
        Refusal(
            spec: ["boundObjectRef": ["kind": "Job", "apiVersion": "batch/v1", "name": "x"]],
            code: 400, message: "cannot bind token to object of type batch/v1, Kind=Job"),
    ]

    @Test(arguments: refusals) func areRefused(_ item: Refusal) async throws {
        try await withBench { bench in
            let bench = bench
            let error = await #expect(throws: APIError.self) {
                _ = try await bench.issue(item.spec)
            }
            #expect(error?.code == item.code)
            #expect(error?.message == item.message)
        }
    }

    @Test func liveAYearAtMost() async throws {
        try await withBench { bench in
            let warnings = WarningList()
            let answer = try await bench.issue(
                ["expirationSeconds": 40_000_000], warnings: warnings)
            #expect(answer.value(at: "spec", "expirationSeconds") == 31_536_000)
            #expect(
                warnings.texts == [
                    "requested expiration of 40000000 seconds shortened to 31536000 seconds"
                ])
        }
    }

    @Test func areNotForged() async throws {
        try await withBench { bench in
            let token = try await bench.token()
            let parts = token.split(separator: ".").map(String.init)
            let header = try JSONValue(parsing: try #require(Base64URL.decode(parts[0])))
            var claims = try claims(token)
            var forged: [(String, String)] = []
            func add(_ token: String, _ cause: String) { forged.append((token, cause)) }
            add("", "three parts")
            add("..", "header is not a JSON object")
            add("a.b.c", "header is not base64url")
            add(parts[0] + "." + parts[1], "three parts")
            add(parts[0] + "." + parts[1] + ".", "not one of ES256")
            add(token + ".x", "three parts")
            add(String(token.dropLast(1)), "not one of ES256")
            add(token + "A", "not one of ES256")
            for algorithm in ["none", "None", "HS256", "RS256", "ES384", ""] {
                var other = header
                other["alg"] = .string(algorithm)
                add("\(part(other)).\(parts[1]).\(parts[2])", "not signed with ES256")
                add("\(part(other)).\(parts[1]).", "not signed with ES256")
            }
            var other = header
            other["crit"] = ["exp"]
            add("\(part(other)).\(parts[1]).\(parts[2])", "asks for an extension")
            other = header
            other["kid"] = nil
            add("\(part(other)).\(parts[1]).\(parts[2])", "which key signed it")
            other["kid"] = "../../etc/passwd"
            add("\(part(other)).\(parts[1]).\(parts[2])", "an unknown key")
            other = header
            other["typ"] = "JWT"
            add("\(part(other)).\(parts[1]).\(parts[2])", "signature is wrong")
            claims["sub"] = "system:serviceaccount:kube-system:admin"
            add("\(parts[0]).\(part(claims)).\(parts[2])", "signature is wrong")
            add("\(parts[0]).\(Base64URL.encode(Array("[1]".utf8))).\(parts[2])", "payload")
            add(
                "\(parts[0]).\(Base64URL.encode(Array(#"{"a":1,"a":2}"#.utf8))).\(parts[2])",
                "payload")
            add(
                "\(parts[0]).\(parts[1]).\(Base64URL.encode([UInt8](repeating: 0, count: 64)))",
                "signature is wrong")
            add(
                "\(parts[0]).\(parts[1]).\(Base64URL.encode([UInt8](repeating: 255, count: 64)))",
                "signature is wrong")
            add("\(parts[0]).\(parts[1]).\(parts[2])=", "not one of ES256")
            add(String(repeating: "A", count: 20_000) + ".b.c", "longer than 16384 bytes")
            for (token, cause) in forged {
                let refusal = await bench.refusal(token)
                #expect(refusal.contains(cause), "\(token.prefix(60)): \(refusal)")
            }
        }
    }

    @Test func ofAnotherServerAreNotOurs() async throws {
        try await withBench { bench in
            try await withFolder { folder in
                let other = try Bench(folder)
                #expect(await bench.refusal(try await other.token()).contains("an unknown key"))
                // Another key under our key's name.
                let token = try await other.token()
                let parts = token.split(separator: ".").map(String.init)
                let header = part([
                    "alg": "ES256", "kid": .string(bench.keys.current.publicKey.identifier),
                ])
                let input = "\(header).\(parts[1])"
                let signature = try other.keys.current.signature(of: Array(input.utf8))
                #expect(
                    await bench.refusal("\(input).\(Base64URL.encode(signature))")
                        .contains("signature is wrong"))
            }
        }
    }

    @Test func withClaimsMissingAreNotOurs() async throws {
        try await withBench { bench in
            let whole = try claims(try await bench.token())
            for member in ["iss", "sub", "exp", "iat", "kubernetes.io", "aud"] {
                var claims = whole
                claims[member] = nil
                let token = try JSONWebToken.sign(claims, with: bench.keys.current)
                #expect(await bench.refusal(token) != "", "\(member)")
            }
            var claims = whole
            claims["sub"] = "system:serviceaccount:a:other"
            #expect(
                await bench.refusal(try JSONWebToken.sign(claims, with: bench.keys.current)) != "")
            claims = whole
            claims["exp"] = "never"
            #expect(
                await bench.refusal(try JSONWebToken.sign(claims, with: bench.keys.current)) != "")
        }
    }

    @Test func ofSecretsLiveWithTheSecret() async throws {
        try await withBench { bench in
            let secrets = ServiceAccountSecrets(
                tokens: bench.tokens, client: bench.objects, authorityCertificate: "CA",
                logger: silent)
            let account = BoundName(name: "bot", uid: "u1")
            var secret = try await bench.objects.get(.secrets, namespace: "a", name: "key")
            let patch = try #require(try secrets.patch(for: secret, account: account))
            let data = try #require(patch["data"])
            #expect(data["ca.crt"] == .string(Base64.encode(Array("CA".utf8))))
            #expect(data["namespace"] == .string(Base64.encode(Array("a".utf8))))
            #expect(
                patch.value(at: "metadata", "annotations", "kubernetes.io/service-account.uid")
                    == "u1")
            let token = String(
                decoding: try #require(data["token"]?.stringValue.flatMap(Base64.decode)),
                as: UTF8.self)
            #expect(await bench.refusal(token).contains("does not match server's copy"))
            secret["data"] = data
            secret.set("u1", at: "metadata", "annotations", "kubernetes.io/service-account.uid")
            bench.objects.put(.secrets, namespace: "a", "key", uid: "s1", secret)
            #expect(try secrets.patch(for: secret, account: account) == nil)
            let user = try await bench.verify(token).get().user
            #expect(user.username == "system:serviceaccount:a:bot")
            bench.objects.remove(.secrets, namespace: "a", "key")
            #expect(await bench.refusal(token).hasSuffix("has been invalidated"))
        }
    }
}
