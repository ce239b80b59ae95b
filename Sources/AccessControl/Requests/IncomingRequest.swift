/// What the gate is told of a request.
public struct IncomingRequest: Sendable {
    /// Who is at the other end of the connection, as far as the connection itself shows.
    public enum Caller: Sendable, Hashable {
        /// Whoever may open the daemon's socket.
        case administrator
        /// The holder of a client certificate.
        case certificate(UserInfo)
        case stranger
    }

    public var caller: Caller
    /// In upper case.
    public var method: String
    /// As it was sent, with its query.
    public var uri: String
    /// The path between its slashes, decoded.
    public var segments: [String]
    /// The path with its slashes, decoded.
    public var path: String
    /// Whether the query asks for a watch.
    public var isWatch: Bool
    /// Of the query.
    public var fieldSelector: String?
    public var headers: [(name: String, value: String)]
    /// The client's address; nil on the socket.
    public var sourceAddress: String?

    public init(
        caller: Caller, method: String, uri: String, segments: [String], path: String,
        isWatch: Bool = false, fieldSelector: String? = nil,
        headers: [(name: String, value: String)] = [], sourceAddress: String? = nil
    ) {
        self.caller = caller
        self.method = method
        self.uri = uri
        self.segments = segments
        self.path = path
        self.isWatch = isWatch
        self.fieldSelector = fieldSelector
        self.headers = headers
        self.sourceAddress = sourceAddress
    }

    /// The first header of that name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    /// A WebSocket is opened with GET, which is the verb `get`; what it does to a Pod is what POST
    /// does over SPDY, so whoever may only look may not have it. Kubernetes asks for both since 1.35.
    func furtherWish(_ attributes: RequestAttributes) -> RequestAttributes? {
        guard attributes.verb == "get", let resource = attributes.resource,
            resource.group.isEmpty, resource.resource == "pods",
            ["exec", "attach", "portforward"].contains(resource.subresource)
        else { return nil }
        return RequestAttributes(verb: "create", resource: resource)
    }

    /// Nil where there is none.
    var bearerToken: String? {
        guard let header = header("authorization") else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].split(separator: " ").first.map { String($0) }
    }
}
