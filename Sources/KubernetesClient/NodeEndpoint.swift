/// What the kubelet answers on one of its own paths.
public struct NodeAnswer: Sendable, Hashable {
    /// `application/json`
    public var contentType: String
    public var body: [UInt8]

    public init(contentType: String, body: [UInt8]) {
        self.contentType = contentType
        self.body = body
    }
}

/// The kubelet's own paths, which the API server passes on below a Node's `proxy`.
public protocol NodeEndpoint: Sendable {
    /// The node it speaks for.
    var nodeName: String { get }

    /// - Parameter path: without slashes: `["stats", "summary"]`.
    /// - Returns: nil where there is nothing at that path.
    /// - Throws: `APIError`.
    func answer(path: [String]) async throws -> NodeAnswer?

    /// What is used at present. Takes a second where nobody has asked for a while.
    ///
    /// - Throws: `CancellationError`.
    func usage() async throws -> NodeUsage
}
