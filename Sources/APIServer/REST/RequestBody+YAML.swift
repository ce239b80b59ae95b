import KubernetesAPI

extension RESTRequest {
    static func decodeYAML(_ bytes: [UInt8]) throws(APIError) -> DecodedBody {
        do {
            var duplicates: [String] = []
            let documents = try YAMLReader.documents(
                String(decoding: bytes, as: UTF8.self), duplicates: &duplicates)
            guard documents.count == 1 else {
                throw APIError.badRequest(
                    "the body of the request holds \(documents.count) YAML documents, not one")
            }
            return DecodedBody(value: documents[0], duplicates: duplicates)
        } catch let error as APIError {
            throw error
        } catch {
            throw .badRequest("the body of the request is not YAML: \(error)")
        }
    }
}
