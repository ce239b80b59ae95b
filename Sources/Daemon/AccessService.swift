import APIServer
import AccessControl
import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import Registry

/// Who gets in: the parts of the daemon that decide it, put together.
struct AccessService {
    let pki: PKI
    let tokens: ServiceAccountTokens
    let authorizer = RBACAuthorizer()
    private let audit: AuditLog?
    private let logger: Logger

    /// Reads the certificates and keys, and makes those that are missing.
    ///
    /// - Parameter serving: where the API server will listen.
    /// - Throws: `PrivateFileError` or an error of libcrypto.
    init(
        _ configuration: DaemonConfiguration, serving: APIServerConfiguration, logger: Logger
    ) async throws {
        pki = try await serving.makePKI(logger: logger)
        let keys = try SigningKeys(
            directory: configuration.root + "/pki/service-accounts",
            now: RegistryConfiguration.systemClock().secondsSince1970, logger: logger)
        tokens = ServiceAccountTokens(keys: keys, now: RegistryConfiguration.systemClock)
        audit = try configuration.auditLog.map { try AuditLog(path: $0, logger: logger) }
        self.logger = logger
    }

    func gatekeeper(_ client: any KubernetesClient) -> Gatekeeper {
        Gatekeeper(authorizer: authorizer, tokens: tokens, objects: client, audit: audit)
    }

    /// Looks at what somebody else than the daemon itself writes.
    var authorizeWrite: @Sendable (ResourceType, JSONValue, JSONValue?) throws -> Void {
        let review = RoleWriteReview(authorizer: authorizer)
        return { type, object, old in
            guard let scope = RequestScope.current else { return }
            try review.review(object, old: old, type: type, in: scope)
        }
    }

    /// Keeps up with roles, keys and Secrets until the task is cancelled.
    func run(_ client: any KubernetesClient) async {
        let secrets = ServiceAccountSecrets(
            tokens: tokens, client: client, authorityCertificate: pki.authorityCertificate,
            logger: logger)
        await withDiscardingTaskGroup { group in
            group.addTask { await authorizer.follow(client, logger: logger) }
            group.addTask { await secrets.run() }
            group.addTask {
                await tokens.keys.rotate(now: RegistryConfiguration.systemClock) { error in
                    logger.error(
                        "no new key for service account tokens", metadata: ["error": "\(error)"])
                }
            }
        }
        await audit?.flush()
    }
}

extension ServiceAccountTokens: ServiceAccountTokenIssuer {
    public func issueToken(
        _ request: JSONValue, namespace: String, account: String, options: WriteOptions,
        objects: any KubernetesClient
    ) async throws -> JSONValue {
        try await issue(
            request, namespace: namespace, account: account, objects: objects,
            onWarning: options.onWarning)
    }
}
