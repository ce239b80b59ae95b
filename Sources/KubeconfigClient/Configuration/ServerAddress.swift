import FoundationEssentials

/// Where requests go and what they carry to prove who sends them.
public struct ServerAddress: Sendable, Hashable {
    /// The way to the server.
    public enum Endpoint: Sendable, Hashable {
        /// `https://127.0.0.1:6443`, possibly with a path, without a slash at the end.
        case url(String)
        /// Plain HTTP over a unix socket: the local daemon, with all rights.
        case unixSocket(path: String)
    }

    /// A PEM chain and its key.
    public struct ClientCertificate: Sendable, Hashable {
        public var chain: [UInt8]
        public var key: [UInt8]
    }

    public var endpoint: Endpoint
    /// PEM certificates that the server's certificate must come from; nil takes the system's.
    public var certificateAuthority: [UInt8]?
    public var skipsVerification = false
    /// The name to check the server's certificate for, instead of the URL's host.
    public var tlsServerName: String?
    public var clientCertificate: ClientCertificate?
    public var token: String?
    /// The context's namespace; `default` where it has none.
    public var namespace = "default"

    public init(endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    /// The endpoint as messages show it.
    public var display: String {
        switch endpoint {
        case .url(let url): url
        case .unixSocket(let path): "unix:\(path)"
        }
    }
}

extension ServerAddress {
    /// The server that a context of a kubeconfig leads to.
    ///
    /// - Parameters:
    ///   - context: nil takes the current one.
    ///   - path: where the kubeconfig is from, for messages.
    ///   - read: the contents of a file that the kubeconfig names.
    /// - Throws: `KubeconfigError`
    public init(
        _ configuration: Kubeconfig, context name: String?, path: String,
        read: (String) throws -> [UInt8]
    ) throws {
        let contexts = configuration.contexts.keys.sorted()
        let contextName = name ?? configuration.currentContext
        guard !contextName.isEmpty else {
            throw KubeconfigError.noCurrentContext(path: path, contexts: contexts)
        }
        guard let context = configuration.contexts[contextName] else {
            throw KubeconfigError.noSuchContext(name: contextName, contexts: contexts)
        }
        guard let cluster = configuration.clusters[context.cluster] else {
            throw KubeconfigError.missingEntry(
                kind: "cluster", name: context.cluster, context: contextName)
        }
        try self.init(cluster, name: context.cluster, read: read)
        if !context.user.isEmpty {
            guard let user = configuration.users[context.user] else {
                throw KubeconfigError.missingEntry(
                    kind: "user", name: context.user, context: contextName)
            }
            try identify(as: user, name: context.user, read: read)
        }
        namespace = context.namespace ?? "default"
    }

    private init(_ cluster: Kubeconfig.Cluster, name: String, read: (String) throws -> [UInt8])
        throws
    {
        guard let url = Self.normalised(cluster.server) else {
            throw KubeconfigError.badServer(cluster: name, server: cluster.server)
        }
        if let proxy = cluster.proxyURL {
            throw KubeconfigError.unsupported(
                what: "the proxy \(proxy)", instead: "use a context without proxy-url")
        }
        self.init(endpoint: .url(url))
        certificateAuthority =
            try cluster.certificateAuthorityData ?? cluster.certificateAuthority.map(read)
        skipsVerification = cluster.insecureSkipTLSVerify
        tlsServerName = cluster.tlsServerName
    }

    private mutating func identify(
        as user: Kubeconfig.User, name: String, read: (String) throws -> [UInt8]
    ) throws {
        let chain = try user.clientCertificateData ?? user.clientCertificate.map(read)
        let key = try user.clientKeyData ?? user.clientKey.map(read)
        if let chain, let key { clientCertificate = ClientCertificate(chain: chain, key: key) }
        // kubectl reads the file first where both are given.
        if let file = user.tokenFile {
            token = String(decoding: try read(file), as: UTF8.self).trimmingWhitespace()
        } else {
            token = user.token
        }
        if let plugin = user.plugin, clientCertificate == nil, token == nil {
            throw KubeconfigError.unsupported(
                what: "\(plugin) for user \"\(name)\"",
                instead: "use a context with a client certificate or a token")
        }
    }

    /// `https://host:port/path` without a slash at the end; nil for what is no such URL.
    static func normalised(_ server: String) -> String? {
        let text = server.contains("://") ? server : "https://" + server
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = url.host(), !host.isEmpty
        else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let head = drop { $0.isWhitespace }
        return String(
            head[
                ..<(head.lastIndex { !$0.isWhitespace }.map(head.index(after:)) ?? head.startIndex)]
        )
    }
}
