import JSON

/// What a kubeconfig file says: clusters, users, and contexts that pair them.
///
/// Members that concern only kubectl itself (`preferences`, `extensions`) are left out.
public struct Kubeconfig: Sendable, Hashable {
    /// Where an API server is and how it proves who it is.
    public struct Cluster: Sendable, Hashable {
        public var server: String
        /// A PEM file; relative to the folder of the kubeconfig until `resolved(against:)`.
        public var certificateAuthority: String?
        /// PEM text.
        public var certificateAuthorityData: [UInt8]?
        public var insecureSkipTLSVerify: Bool
        /// The name that the server's certificate is checked for, instead of the host of `server`.
        public var tlsServerName: String?
        public var proxyURL: String?
    }

    /// How a user proves who they are.
    public struct User: Sendable, Hashable {
        /// PEM files.
        public var clientCertificate: String?
        public var clientKey: String?
        /// PEM text.
        public var clientCertificateData: [UInt8]?
        public var clientKeyData: [UInt8]?
        public var token: String?
        public var tokenFile: String?
        /// The credential plugin or authentication provider that the user relies on, if any.
        public var plugin: String?
    }

    /// A user of a cluster, and the namespace they work in.
    public struct Context: Sendable, Hashable {
        public var cluster: String
        public var user: String
        public var namespace: String?
    }

    public var clusters: [String: Cluster] = [:]
    public var users: [String: User] = [:]
    public var contexts: [String: Context] = [:]
    /// Empty where the file names none.
    public var currentContext = ""

    public init() {}
}

extension Kubeconfig {
    /// What the files of a `KUBECONFIG` list say together: for every name the first file that has it.
    public func merged(with later: Kubeconfig) -> Kubeconfig {
        var result = self
        result.clusters.merge(later.clusters) { first, _ in first }
        result.users.merge(later.users) { first, _ in first }
        result.contexts.merge(later.contexts) { first, _ in first }
        if result.currentContext.isEmpty { result.currentContext = later.currentContext }
        return result
    }

    /// The same with every relative file name taken from `folder`.
    func resolved(against folder: String) -> Kubeconfig {
        func absolute(_ path: String?) -> String? {
            guard let path, !path.hasPrefix("/") else { return path }
            return folder + "/" + path
        }
        var result = self
        result.clusters = clusters.mapValues { cluster in
            var cluster = cluster
            cluster.certificateAuthority = absolute(cluster.certificateAuthority)
            return cluster
        }
        result.users = users.mapValues { user in
            var user = user
            user.clientCertificate = absolute(user.clientCertificate)
            user.clientKey = absolute(user.clientKey)
            user.tokenFile = absolute(user.tokenFile)
            return user
        }
        return result
    }
}
