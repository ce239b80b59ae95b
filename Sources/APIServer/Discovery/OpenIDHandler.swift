import AccessControl
import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI

/// `/.well-known/openid-configuration` and `/openid/v1/jwks`: what others need to check service
/// account tokens by themselves (OpenID Connect Discovery 1.0).
struct OpenIDHandler: Sendable {
    let keys: SigningKeys
    /// `127.0.0.1:6443`
    let serverAddress: String

    func respond(to request: RESTRequest) throws(APIError) -> Response {
        guard request.method == .get else { throw .methodNotAllowed }
        switch request.segments {
        case [".well-known", "openid-configuration"]:
            return .json(
                [
                    "issuer": .string(ServiceAccountTokens.issuer),
                    "jwks_uri": .string("https://\(serverAddress)/openid/v1/jwks"),
                    "response_types_supported": ["id_token"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["ES256"],
                ], indent: request.indent)
        case ["openid", "v1", "jwks"]:
            return .bytes(keys.webKeySet.serializedBytes(), type: "application/jwk-set+json")
        default: throw .noSuchPath
        }
    }
}
