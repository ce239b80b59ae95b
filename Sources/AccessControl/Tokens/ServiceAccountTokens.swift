import JSON
import KubernetesAPI
import KubernetesClient

/// Makes service account tokens and tells whose they are.
public struct ServiceAccountTokens: Sendable {
    public let keys: SigningKeys
    let now: @Sendable () -> Timestamp

    /// The audience of tokens that ask for none: this API server.
    public static let defaultAudiences = [issuer]

    /// Who makes tokens; as a kubeadm cluster names itself.
    public static let issuer = "https://kubernetes.default.svc.cluster.local"

    public init(keys: SigningKeys, now: @escaping @Sendable () -> Timestamp) {
        self.keys = keys
        self.now = now
    }

    /// What a token was found to be.
    public struct Verified: Sendable, Hashable {
        public var user: UserInfo
        /// Whom the token may be shown to.
        public var audiences: [String]
    }

    /// Checks the signature, the time, the audience, and that what the token is bound to is still
    /// there.
    ///
    /// - Parameters:
    ///   - audiences: of which the token has to name one.
    ///   - objects: where the accounts, Pods and Secrets are.
    public func verify(
        _ text: String, audiences: [String] = defaultAudiences, objects: any KubernetesClient
    ) async throws(TokenError) -> Verified {
        let token = try JSONWebToken(parsing: text)
        guard let key = keys.key(token.keyID) else { throw .notOurs("an unknown key signed it") }
        guard key.accepts(token.signature, of: token.signedBytes) else {
            throw .notOurs("its signature is wrong")
        }
        let lookup = BoundObjects(objects: objects, now: now())
        if token.claims["iss"]?.stringValue == LegacyTokenClaims.issuer {
            let claims = try LegacyTokenClaims(verifying: token.claims)
            try await lookup.check(claims, token: text)
            return Verified(user: claims.user, audiences: Self.defaultAudiences)
        }
        let claims = try TokenClaims(
            verifying: token.claims, now: now().secondsSince1970)
        let shared = claims.audiences.filter(audiences.contains)
        guard !shared.isEmpty else {
            throw .wrongAudience(token: claims.audiences, accepted: audiences)
        }
        try await lookup.check(claims)
        return Verified(user: claims.user, audiences: shared)
    }
}
