import JSON

/// What serves `/swiftlet/v1/images`; `docs/api.md` describes the JSON.
///
/// All throw `APIError`, or any error whose description is one sentence a person can act on.
public protocol ImageEndpoint: Sendable {
    typealias Progress = @Sendable (JSONValue) -> Void

    /// The members of `images`.
    func images() async throws -> [JSONValue]
    /// Fetches an image.
    ///
    /// - Parameters:
    ///   - request: the body: `reference`, and perhaps `platform` and `credentials`.
    ///   - progress: receives the `progress` objects, from any thread.
    /// - Returns: the `result` object.
    func pull(_ request: JSONValue, progress: @escaping Progress) async throws -> JSONValue
    /// Sends an image to its registry.
    func push(_ request: JSONValue, progress: @escaping Progress) async throws -> JSONValue
    /// Compares everything with its digest.
    func verify(progress: @escaping Progress) async throws -> JSONValue
    /// Removes a name, and the image with the last of its names.
    ///
    /// - Returns: what went, one line each.
    /// - Throws: `APIError`: 404 for no such image, 409 where a container uses it.
    func remove(reference: String) async throws -> [String]
    /// All that is known about an image.
    func inspect(reference: String) async throws -> JSONValue
    /// Gives an image another name.
    func tag(reference: String, as name: String) async throws -> JSONValue
    /// Removes images that nobody uses.
    func prune(_ request: JSONValue) async throws -> JSONValue
    /// What images take of the disk.
    func usage() async throws -> JSONValue
    /// Hands out an archive of images, piece by piece. What is wrong with the names is thrown before
    /// the first piece.
    ///
    /// - Returns: about how many bytes it has, and what writes it.
    func save(
        references: [String]
    ) async throws -> (
        size: Int64,
        write: @Sendable (_ write: (ArraySlice<UInt8>) async throws -> Void) async throws -> Void
    )
    /// Takes in an archive of images, or with `root` one of a root file system.
    ///
    /// - Parameters:
    ///   - root: the configuration and name of the image that it becomes.
    ///   - body: hands on the archive's pieces.
    /// - Returns: what makes images of the archive once it is here.
    func load(
        root: JSONValue?,
        body: (_ take: (ArraySlice<UInt8>) async throws -> Void) async throws -> Void
    ) async throws -> @Sendable (_ progress: @escaping Progress) async throws -> JSONValue
}
