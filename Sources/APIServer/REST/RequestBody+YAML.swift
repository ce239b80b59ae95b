import KubernetesAPI

extension RESTRequest {
    static func decodeYAML(_ bytes: [UInt8]) throws(APIError) -> DecodedBody {
        throw .unsupportedMediaType("YAML")
    }
}
