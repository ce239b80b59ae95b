import JSON
import KubernetesAPI
import KubernetesClient

/// Whether what a token is bound to is still there and still the same.
struct BoundObjects {
    let objects: any KubernetesClient
    let now: Timestamp

    func check(_ claims: TokenClaims) async throws(TokenError) {
        try await checkAccount(claims.account, in: claims.namespace)
        if let secret = claims.secret {
            try await check(secret, .secrets, "secret", "secret", in: claims.namespace)
        }
        if let pod = claims.pod {
            try await check(pod, .pods, "pod", "pod", in: claims.namespace)
        } else if let node = claims.node {
            // A Pod's token names the node for information only.
            try await check(node, .nodes, "node", "node", in: nil)
        }
    }

    /// - Parameter token: must be the one in the Secret.
    func check(_ claims: LegacyTokenClaims, token: String) async throws(TokenError) {
        let secret = try await object(.secrets, claims.namespace, claims.secretName)
        guard let secret, !isGone(secret) else {
            throw .invalidated("service account token has been invalidated")
        }
        let kept = secret.value(at: "data", "token")?.stringValue.flatMap(Base64.decode)
        guard let kept, Self.isEqual(kept, Array(token.utf8)) else {
            throw .invalidated("service account token does not match server's copy")
        }
        try await checkAccount(claims.account, in: claims.namespace)
    }

    private func checkAccount(
        _ account: BoundName, in namespace: String
    ) async throws(TokenError) {
        guard let found = try await object(.serviceAccounts, namespace, account.name) else {
            throw .invalidated("serviceaccounts \"\(account.name)\" not found")
        }
        guard !isGone(found) else {
            throw .invalidated("service account \(namespace)/\(account.name) has been deleted")
        }
        let uid = BoundName(object: found).uid
        guard uid == account.uid else {
            throw .invalidated(
                "service account UID (\(uid)) does not match claim (\(account.uid))")
        }
    }

    private func check(
        _ bound: BoundName, _ type: ResourceType, _ kind: String, _ claim: String,
        in namespace: String?
    ) async throws(TokenError) {
        guard let found = try await object(type, namespace, bound.name), !isGone(found) else {
            throw .invalidated("service account token has been invalidated")
        }
        let uid = BoundName(object: found).uid
        guard uid == bound.uid else {
            throw .invalidated(
                "\(kind) UID (\(uid)) does not match service account \(claim) ref claim "
                    + "(\(bound.uid))")
        }
    }

    /// A token outlives the moment its object's grace period ends by a minute, as in Kubernetes:
    /// what cleans up on the way out may still need it.
    private func isGone(_ object: JSONValue) -> Bool {
        guard let text = object.value(at: "metadata", "deletionTimestamp")?.stringValue,
            let time = Timestamp(text)
        else { return false }
        return time < now + .seconds(-60)
    }

    private func object(
        _ type: ResourceType, _ namespace: String?, _ name: String
    ) async throws(TokenError) -> JSONValue? {
        do {
            return try await objects.get(type, namespace: namespace, name: name)
        } catch let error as APIError where error.code == 404 {
            return nil
        } catch {
            throw .invalidated("what it is bound to cannot be read: \(error)")
        }
    }

    /// Takes the same time for all texts of one length.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
}
