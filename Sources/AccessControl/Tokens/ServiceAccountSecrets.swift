import JSON
import KubernetesAPI
import KubernetesClient
import Logging

/// Fills Secrets of type `kubernetes.io/service-account-token` with a token, the certificate of the
/// authority and the namespace.
public struct ServiceAccountSecrets: Sendable {
    private let tokens: ServiceAccountTokens
    private let client: any KubernetesClient
    /// PEM.
    private let authorityCertificate: String
    private let logger: Logger

    private static let type = "kubernetes.io/service-account-token"
    private static let nameAnnotation = "kubernetes.io/service-account.name"
    private static let uidAnnotation = "kubernetes.io/service-account.uid"

    public init(
        tokens: ServiceAccountTokens, client: any KubernetesClient, authorityCertificate: String,
        logger: Logger
    ) {
        self.tokens = tokens
        self.client = client
        self.authorityCertificate = authorityCertificate
        self.logger = logger
    }

    /// Fills what is there and what comes, until the task is cancelled.
    public func run() async {
        let updates = client.updates(of: Secret.self) { [logger] error in
            logger.warning(
                "secrets of service accounts wait", metadata: ["error": "\(error)"])
        }
        for await update in updates {
            let secrets: [Secret]
            switch update {
            case .synchronized(let all): secrets = all
            case .applied(let secret): secrets = [secret]
            case .deleted: secrets = []
            }
            for secret in secrets where secret.type.rawValue == Self.type {
                await fill(secret.json)
            }
        }
    }

    private func fill(_ secret: JSONValue) async {
        let id = ObjectName(object: secret)
        do {
            let account = secret.value(at: "metadata", "annotations", Self.nameAnnotation)?
                .stringValue
            guard let account else { return }
            let found = try await client.get(
                .serviceAccounts, namespace: id.namespace, name: account)
            guard let patch = try patch(for: secret, account: BoundName(object: found)) else {
                return
            }
            _ = try await client.patch(
                .secrets, namespace: id.namespace, name: id.name, subresource: nil,
                patch: Patch(.merge, patch), options: WriteOptions())
        } catch let error as APIError where [404, 409].contains(error.code) {
            // The account or the Secret is not there (yet, or any more), or has just changed.
            return
        } catch {
            logger.warning(
                "secret of a service account not filled",
                metadata: ["secret": "\(id.namespace)/\(id.name)", "error": "\(error)"])
        }
    }

    /// What is missing of a Secret; nil where nothing is.
    func patch(for secret: JSONValue, account: BoundName) throws -> JSONValue? {
        guard secret.value(at: "metadata", "deletionTimestamp") == nil else { return nil }
        let id = ObjectName(object: secret)
        func data(_ key: String) -> String? {
            secret.value(at: "data", key)?.stringValue
                .flatMap { Base64.decode($0) }.map { String(decoding: $0, as: UTF8.self) }
        }
        let isOwn =
            secret.value(at: "metadata", "annotations", Self.uidAnnotation)?.stringValue
            == account.uid
        var missing: [String: String] = [:]
        if !isOwn || !isGood(data("token")) {
            let claims = LegacyTokenClaims(
                namespace: id.namespace, secretName: id.name, account: account)
            missing["token"] = try JSONWebToken.sign(claims.json, with: tokens.keys.current)
        }
        if data("ca.crt") != authorityCertificate { missing["ca.crt"] = authorityCertificate }
        if data("namespace") != id.namespace { missing["namespace"] = id.namespace }
        if missing.isEmpty { return nil }
        return [
            "metadata": [
                "annotations": .object([Self.uidAnnotation: .string(account.uid)]),
                // Not where another write came between.
                "resourceVersion": secret.value(at: "metadata", "resourceVersion") ?? .null,
            ],
            "data": .object(
                JSONObject(missing.mapValues { .string(Base64.encode(Array($0.utf8))) })),
        ]
    }

    /// Whether the present key signed a token: an older one would end with its key.
    private func isGood(_ token: String?) -> Bool {
        guard let token, let parsed = try? JSONWebToken(parsing: token) else { return false }
        return parsed.keyID == tokens.keys.current.publicKey.identifier
    }
}
