import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1
import Synchronization

/// Gets the right to pull: a token from the service that a registry names, or a password sent to the
/// registry itself. Another host that it redirects to is shown a token that anybody gets, where it asks
/// for one.
final class RegistryAuthenticator: Sendable {
    private struct Scope: Hashable {
        var origin: String?
        var repository: String
        var actions: String
        var credential: RegistryCredential?
    }

    private struct Grant {
        var authorization: String
        var expiry: ContinuousClock.Instant
    }

    private let grants = Mutex<[Scope: Grant]>([:])

    /// The header for a request, if it is known already.
    ///
    /// - Parameter url: where the request goes to now.
    func authorization(for request: RegistryClient.Request, at url: String) -> String? {
        grants.withLock { grants in
            guard let grant = grants[scope(request, url)], grant.expiry > .now else { return nil }
            return grant.authorization
        }
    }

    /// Whether a challenge can be answered without a password.
    static func offersTokens(_ response: HTTPClientResponse) -> Bool {
        challenges(response).contains { $0.scheme == "bearer" }
    }

    private static func challenges(_ response: HTTPClientResponse) -> [AuthenticationChallenge] {
        response.headers["www-authenticate"].compactMap(AuthenticationChallenge.init)
    }

    /// Answers a challenge.
    ///
    /// - Parameters:
    ///   - url: where it comes from.
    ///   - client: for an address.
    /// - Throws: `ImageStoreError` with `unauthorized`, or what the exchange throws.
    func authenticate(
        _ request: RegistryClient.Request, at url: String, challenged response: HTTPClientResponse,
        client: (String) -> HTTPClient
    ) async throws {
        _ = try? await response.body.collect(upTo: 64 << 10)
        let challenges = Self.challenges(response)
        let credential = scope(request, url).credential
        if let challenge = challenges.first(where: { $0.scheme == "bearer" }) {
            try await fetchToken(challenge, for: request, at: url, client)
        } else if challenges.contains(where: { $0.scheme == "basic" }), let credential,
            credential.identityToken == nil
        {
            grant(Self.basic(credential), seconds: 3600, to: scope(request, url))
        } else {
            throw ImageStoreError(
                .unauthorized,
                "\(request.host.endpoint) wants credentials for \(request.repository), and none are "
                    + "configured; give some in imagePullSecrets or in docker's config.json")
        }
    }

    private func fetchToken(
        _ challenge: AuthenticationChallenge, for request: RegistryClient.Request, at url: String,
        _ client: (String) -> HTTPClient
    ) async throws {
        let target = scope(request, url)
        let credential = target.credential
        guard let realm = challenge.parameters["realm"], RegistryURL.origin(realm) != nil,
            realm.hasPrefix("https://") || !url.hasPrefix("https://")
        else {
            throw ImageStoreError(
                .unauthorized, "\(request.host.endpoint) names no safe address to get a token from")
        }
        let scope =
            challenge.parameters["scope"] ?? "repository:\(request.repository):\(request.actions)"
        var query = ["scope=\(RegistryURL.escape(scope))"]
        if let service = challenge.parameters["service"] {
            query.insert("service=\(RegistryURL.escape(service))", at: 0)
        }
        var message: HTTPClientRequest
        if let token = credential?.identityToken {
            message = HTTPClientRequest(url: realm)
            message.method = .POST
            message.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            query += [
                "grant_type=refresh_token", "client_id=swiftlet",
                "refresh_token=\(RegistryURL.escape(token))",
            ]
            message.body = .bytes(ByteBuffer(string: query.joined(separator: "&")))
        } else {
            let separator = realm.contains("?") ? "&" : "?"
            message = HTTPClientRequest(url: realm + separator + query.joined(separator: "&"))
            if let credential {
                message.headers.add(name: "authorization", value: Self.basic(credential))
            }
        }
        if target.origin == request.origin {
            message.tlsConfiguration = request.host.tlsConfiguration
        }
        let response = try await client(realm).execute(
            message, timeout: .seconds(60), logger: nil)
        guard response.status.code == 200 else {
            throw await tokenFailure(response, realm: realm, request, credential)
        }
        let body = try await response.body.collect(upTo: 1 << 20)
        guard let json = try? JSONValue(parsing: body.readableBytesView),
            let token = json["token"]?.stringValue ?? json["access_token"]?.stringValue,
            token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw ImageStoreError(.unauthorized, "\(realm) gives no token") }
        // 60 s where nothing is said (distribution's token specification).
        grant("Bearer \(token)", seconds: json["expires_in"]?.integerValue ?? 60, to: target)
    }

    private func tokenFailure(
        _ response: HTTPClientResponse, realm: String, _ request: RegistryClient.Request,
        _ credential: RegistryCredential?
    ) async -> any Error {
        if response.status.code == 429 || response.status.code >= 500 {
            return await RegistryFailure.failure(response, request: request)
        }
        let said = await RegistryFailure.message(response).map { ": \($0)" } ?? ""
        return ImageStoreError(
            .unauthorized,
            "\(realm) refuses a token for \(request.repository) (it answers "
                + "\(response.status.code)\(said)); "
                + (credential.map { "check the credentials of user \"\($0.user)\"" }
                    ?? "the repository does not exist or needs credentials"))
    }

    private func grant(_ authorization: String, seconds: Int64, to scope: Scope) {
        // A little early, so that it does not expire on its way.
        let lifetime = Duration.seconds(max(min(seconds, 3600) - 5, 5))
        grants.withLock {
            $0[scope] = Grant(
                authorization: authorization, expiry: .now.advanced(by: lifetime))
        }
    }

    /// What an address is told, or nobody's credential where it is not the registry's own.
    private func scope(_ request: RegistryClient.Request, _ url: String) -> Scope {
        let origin = RegistryURL.origin(url)
        return Scope(
            origin: origin, repository: request.repository, actions: request.actions,
            credential: origin == request.origin ? request.credential : nil)
    }

    private static func basic(_ credential: RegistryCredential) -> String {
        "Basic " + Base64.encode(Array("\(credential.user):\(credential.password)".utf8))
    }
}
