/// Why a bearer token is refused.
///
/// Only `TokenReview` tells it to a client; everybody else gets 401 and nothing more.
public enum TokenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not a token of this server: another issuer, another form, no signature of ours.
    case notOurs(String)
    case expired
    case notYetValid
    /// Its account, Pod, Secret or Node is gone or is another one by now.
    case invalidated(String)
    case wrongAudience(token: [String], accepted: [String])

    public var description: String {
        switch self {
        case .notOurs(let cause): "invalid bearer token: \(cause)"
        case .expired: "invalid bearer token, service account token has expired"
        case .notYetValid: "invalid bearer token, service account token is not valid yet"
        case .invalidated(let cause): "invalid bearer token, \(cause)"
        case .wrongAudience(let token, let accepted):
            "invalid bearer token, token audiences \(PolicyRule.quoted(token)) is invalid for the "
                + "target audiences \(PolicyRule.quoted(accepted))"
        }
    }
}
