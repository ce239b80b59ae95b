import JSON
import KubernetesAPI
import KubernetesClient

extension ServiceAccountTokens {
    /// Answers a TokenRequest: what `serviceaccounts/NAME/token` does.
    ///
    /// - Parameters:
    ///   - request: a TokenRequest, defaults not filled in.
    ///   - objects: where the accounts, Pods and Secrets are.
    ///   - onWarning: is told where the token lives shorter than was asked.
    /// - Returns: the request with its status.
    /// - Throws: `APIError`.
    public func issue(
        _ request: JSONValue, namespace: String, account name: String,
        objects: any KubernetesClient, onWarning: (@Sendable (String) -> Void)? = nil
    ) async throws -> JSONValue {
        let order = try TokenOrder(request, onWarning: onWarning)
        let account = try await objects.get(.serviceAccounts, namespace: namespace, name: name)
        let now = now().secondsSince1970
        var claims = TokenClaims(
            namespace: namespace, account: BoundName(object: account), audiences: order.audiences,
            issuedAt: now, expires: now + order.seconds, identifier: RandomIdentifier.make())
        try await bind(&claims, to: order.boundObject, account: name, objects)
        if claims.pod != nil, order.isExtended {
            claims.warnAfter = claims.expires
            claims.expires = now + SigningKeys.maximumLifetime
        }
        let token = try JSONWebToken.sign(claims.json, with: keys.current)
        return order.answered(
            request, namespace: namespace, account: name, token: token,
            expires: Timestamp(secondsSince1970: now + order.seconds), now: self.now())
    }

    /// Writes into the claims which object the token ends with.
    private func bind(
        _ claims: inout TokenClaims, to bound: TokenOrder.BoundObject?, account: String,
        _ objects: any KubernetesClient
    ) async throws {
        guard let bound else { return }
        let object: JSONValue
        switch (bound.apiVersion, bound.kind) {
        case ("v1", "Pod"):
            object = try await objects.get(.pods, namespace: claims.namespace, name: bound.name)
            let used = object.value(at: "spec", "serviceAccountName")?.stringValue ?? "default"
            guard used == account else {
                throw APIError.badRequest(
                    "cannot bind token for serviceaccount \"\(account)\" to pod running with "
                        + "different serviceaccount name.")
            }
            claims.pod = BoundName(object: object)
            claims.node = try await node(of: object, objects)
        case ("v1", "Secret"):
            object = try await objects.get(.secrets, namespace: claims.namespace, name: bound.name)
            claims.secret = BoundName(object: object)
        case ("v1", "Node"):
            object = try await objects.get(.nodes, namespace: nil, name: bound.name)
            claims.node = BoundName(object: object)
        default:
            throw APIError.badRequest(
                "cannot bind token to object of type \(bound.groupVersionKind)")
        }
        let uid = BoundName(object: object).uid
        guard bound.uid.isEmpty || bound.uid == uid else {
            throw APIError(
                code: 409, reason: "Conflict",
                message:
                    "Operation cannot be fulfilled on \(bound.kind) \"\(bound.name)\": the UID "
                    + "in the bound object reference (\(bound.uid)) does not match the UID in "
                    + "record. The object might have been deleted and then recreated",
                details: ["name": .string(bound.name), "kind": .string(bound.kind)])
        }
    }

    private func node(
        of pod: JSONValue, _ objects: any KubernetesClient
    ) async throws -> BoundName? {
        guard let name = pod.value(at: "spec", "nodeName")?.stringValue, !name.isEmpty else {
            return nil
        }
        do {
            return BoundName(object: try await objects.get(.nodes, namespace: nil, name: name))
        } catch let error as APIError where error.code == 404 {
            return BoundName(name: name, uid: "")
        }
    }
}
