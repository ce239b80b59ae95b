import OCI

/// A place that serves images in a registry's stead.
public enum MirrorSource: Sendable, Hashable, CustomStringConvertible {
    case registry(RegistryEndpoint)
    /// The absolute path of an OCI image layout folder.
    case layout(String)

    /// Reads `http://host[:port][/path]`, `https://…` or `oci:/absolute/folder`.
    ///
    /// - Throws: `ParseError`
    public init(parsing text: String) throws(ParseError) {
        if text.hasPrefix("oci:") {
            let path = String(text.dropFirst("oci:".count))
            guard path.hasPrefix("/") else {
                throw ParseError(text: text, reason: "the folder after oci: has to be absolute")
            }
            self = .layout(path)
        } else if let endpoint = RegistryEndpoint(text) {
            self = .registry(endpoint)
        } else {
            throw ParseError(
                text: text, reason: "use http://HOST[:PORT], https://HOST[:PORT] or oci:/FOLDER")
        }
    }

    /// Reads an option of the form `HOST=SOURCE`: `docker.io=oci:/path`.
    ///
    /// - Throws: `ParseError`
    public static func parse(
        option text: String
    ) throws(ParseError) -> (registry: String, source: MirrorSource) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw ParseError(text: text, reason: "use HOST=SOURCE, for example docker.io=oci:/path")
        }
        let source = try MirrorSource(parsing: String(text[text.index(after: equals)...]))
        let host = String(text[..<equals])
        let isDockerHub = host == "index.docker.io" || host == "registry-1.docker.io"
        return (isDockerHub ? "docker.io" : host, source)
    }

    /// As it was given.
    public var description: String {
        switch self {
        case .registry(let endpoint): endpoint.description
        case .layout(let path): "oci:\(path)"
        }
    }

    /// Why a text names no mirror.
    public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
        public var text: String
        public var reason: String

        public var description: String { "invalid registry mirror \"\(text)\": \(reason)" }
    }
}

/// Where a registry listens.
public struct RegistryEndpoint: Sendable, Hashable, CustomStringConvertible {
    public var isSecure: Bool
    /// `127.0.0.1:5000`
    public var host: String
    /// What comes before the repository, without slashes at its ends; empty for nothing.
    public var prefix: String
    /// The path of its API, without slashes at its ends.
    public var root: String

    public init(isSecure: Bool, host: String, prefix: String = "", root: String = "v2") {
        self.isSecure = isSecure
        self.host = host
        self.prefix = prefix
        self.root = root
    }

    /// Nil unless `url` is `http://` or `https://` with a host and perhaps a path.
    init?(_ url: String) {
        let isSecure = url.hasPrefix("https://")
        guard isSecure || url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst(isSecure ? 8 : 7)
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty, !rest.contains(where: { "?#@ ".contains($0) }) else { return nil }
        let path = rest.dropFirst(host.count).split(separator: "/").joined(separator: "/")
        self.init(isSecure: isSecure, host: String(host), prefix: path)
    }

    /// The registry's own endpoint: Docker Hub's is elsewhere, and one on this machine speaks plain
    /// HTTP.
    public init(registry: String) {
        if registry == "docker.io" {
            self.init(isSecure: true, host: "registry-1.docker.io")
        } else {
            self.init(isSecure: !Self.isLoopback(registry), host: registry)
        }
    }

    /// `https://registry-1.docker.io`
    public var description: String {
        "\(isSecure ? "https" : "http")://\(host)" + (prefix.isEmpty ? "" : "/\(prefix)")
    }

    /// Whether a host, perhaps with a port, can only be this machine.
    static func isLoopback(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host.hasPrefix("[::1]") }
        let name = host.prefix { $0 != ":" }
        if name == "localhost" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
