import KubernetesAPI
import KubernetesClient

/// Decides about each request: who asks, whom they want to be taken for, and whether they may.
public struct Gatekeeper: Sendable {
    public let authorizer: RBACAuthorizer
    public let tokens: ServiceAccountTokens
    /// Nil where none is kept.
    public let audit: AuditLog?
    private let objects: any KubernetesClient

    /// - Parameter objects: where the accounts and Pods of tokens are.
    public init(
        authorizer: RBACAuthorizer, tokens: ServiceAccountTokens, objects: any KubernetesClient,
        audit: AuditLog? = nil
    ) {
        self.authorizer = authorizer
        self.tokens = tokens
        self.objects = objects
        self.audit = audit
    }

    /// What is asked about who may do what; no request is made of it.
    public var reviews: AccessReviews {
        AccessReviews(authorizer: authorizer, tokens: tokens, objects: objects)
    }

    /// Begins the record of a request.
    public func record(_ request: IncomingRequest) -> RequestRecord {
        RequestRecord(request, now: tokens.now())
    }

    /// Lets a request in.
    ///
    /// - Parameter record: is told what is found out on the way.
    /// - Returns: whom the request is carried out for.
    /// - Throws: `APIError` 401 or 403.
    public func admit(
        _ request: IncomingRequest, _ record: inout RequestRecord
    ) async throws -> UserInfo {
        var user = try await authenticate(request)
        record.user = user
        if let impersonation = try Impersonation(headers: request.headers) {
            for wish in impersonation.requests { try authorize(wish, user, &record) }
            user = impersonation.user
            record.impersonatedUser = user
        }
        try authorize(record.attributes, user, &record)
        if let further = request.furtherWish(record.attributes) {
            try authorize(further, user, &record)
        }
        return user
    }

    private func authenticate(_ request: IncomingRequest) async throws(APIError) -> UserInfo {
        switch request.caller {
        case .administrator: return .administrator
        case .certificate(let user): return user.authenticated
        case .stranger: break
        }
        if let token = request.bearerToken {
            do throws(TokenError) {
                return try await tokens.verify(token, objects: objects).user
            } catch {
                throw .unauthorized
            }
        }
        guard Self.isOpen(request) else { throw .unauthorized }
        return .anonymous
    }

    /// What somebody unknown may ask for: that the server is there, and which one it is.
    private static func isOpen(_ request: IncomingRequest) -> Bool {
        ["GET", "HEAD"].contains(request.method)
            && ["/readyz", "/livez", "/healthz", "/version"].contains(request.path)
    }

    private func authorize(
        _ attributes: RequestAttributes, _ user: UserInfo, _ record: inout RequestRecord
    ) throws(APIError) {
        let decision = authorizer.decide(attributes, by: user)
        record.decision = decision
        guard decision.isAllowed else {
            throw .forbidden(attributes, to: user, reason: decision.reason)
        }
    }
}
