import JSON

/// What serves `/swiftlet/v1/images`; `docs/api.md` describes the JSON.
public protocol ImageEndpoint: Sendable {
    /// The members of `images`.
    func images() async throws -> [JSONValue]
    /// Fetches an image.
    ///
    /// - Parameter progress: receives the `progress` objects, from any thread.
    /// - Returns: the `result` object.
    /// - Throws: `APIError`, or any error whose description is one sentence a person can act on.
    func pull(
        reference: String, progress: @escaping @Sendable (JSONValue) -> Void
    ) async throws -> JSONValue
    /// Removes a name, and the image with the last of its names.
    ///
    /// - Returns: what went, one line each.
    /// - Throws: `APIError`: 404 for no such image, 409 where a container uses it.
    func remove(reference: String) async throws -> [String]
}
