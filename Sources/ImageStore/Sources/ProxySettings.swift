import AsyncHTTPClient

/// Which hosts are reached through a proxy, as the usual environment variables say it.
public struct ProxySettings: Sendable, Hashable {
    /// Where a proxy listens, `http://[user:password@]host:port`.
    struct Server: Sendable, Hashable {
        var host: String
        var port: Int
        var user: String?
        var password: String?

        init?(_ text: String) {
            var rest = Substring(text)
            guard !rest.hasPrefix("https://"), !rest.hasPrefix("socks") else { return nil }
            if rest.hasPrefix("http://") { rest = rest.dropFirst("http://".count) }
            rest = rest.prefix { $0 != "/" }
            if let at = rest.lastIndex(of: "@") {
                let parts = rest[..<at].split(separator: ":", maxSplits: 1)
                user = parts.first.map(String.init)
                password = parts.count > 1 ? String(parts[1]) : ""
                rest = rest[rest.index(after: at)...]
            }
            let (host, port) = ProxySettings.split(rest)
            guard !host.isEmpty else { return nil }
            self.host = host
            self.port = port ?? 80
        }

        var proxy: HTTPClient.Configuration.Proxy {
            guard let user else { return .server(host: host, port: port) }
            return .server(
                host: host, port: port,
                authorization: .basic(username: user, password: password ?? ""))
        }
    }

    var plain: Server?
    var secure: Server?
    /// `*`, `example.com`, `.example.com`, `10.0.0.0/8`, `host:port`
    var exceptions: [String] = []

    public init() {}

    /// Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case too.
    public init(environment: (String) -> String?) {
        func value(_ name: String) -> String? {
            [name.lowercased(), name].lazy.compactMap(environment).first { !$0.isEmpty }
        }
        let all = value("ALL_PROXY")
        plain = (value("HTTP_PROXY") ?? all).flatMap(Server.init)
        secure = (value("HTTPS_PROXY") ?? all).flatMap(Server.init)
        exceptions = (value("NO_PROXY") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// The proxy to reach a URL through; nil for none. This machine is never reached through one.
    func server(for url: String) -> Server? {
        guard let origin = RegistryURL.origin(url), let end = origin.lastIndex(of: "/") else {
            return nil
        }
        let isSecure = origin.hasPrefix("https:")
        let authority = origin[origin.index(after: end)...]
        guard let server = isSecure ? secure : plain,
            !RegistryEndpoint.isLoopback(String(authority))
        else { return nil }
        let (host, port) = Self.split(authority)
        let isException = exceptions.contains {
            Self.matches($0.lowercased(), host: host, port: port ?? (isSecure ? 443 : 80))
        }
        return isException ? nil : server
    }

    private static func matches(_ exception: String, host: String, port: Int) -> Bool {
        if exception == "*" { return true }
        if exception.contains("/") { return isInside(host, network: exception) }
        let (name, onlyPort) = split(Substring(exception))
        if let onlyPort, onlyPort != port { return false }
        if name.hasPrefix(".") { return host.hasSuffix(name) }
        if name.hasPrefix("*.") { return host.hasSuffix(name.dropFirst()) }
        return host == name || host.hasSuffix("." + name)
    }

    /// Whether an IPv4 address is in a network, `10.0.0.0/8`.
    private static func isInside(_ host: String, network: String) -> Bool {
        let parts = network.split(separator: "/")
        guard parts.count == 2, let length = UInt32(parts[1]), length <= 32,
            let base = address(parts[0]), let address = address(Substring(host))
        else { return false }
        let mask = length == 0 ? 0 : UInt32.max << (32 - length)
        return base & mask == address & mask
    }

    private static func address(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard let byte = UInt8(part) else { return nil }
            value = value << 8 | UInt32(byte)
        }
        return value
    }

    /// A host and its port, an IPv6 address without its brackets.
    static func split(_ authority: Substring) -> (host: String, port: Int?) {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            let host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            return (String(host), rest.hasPrefix(":") ? Int(rest.dropFirst()) : nil)
        }
        guard authority.count(where: { $0 == ":" }) == 1, let colon = authority.firstIndex(of: ":")
        else { return (String(authority), nil) }
        return (String(authority[..<colon]), Int(authority[authority.index(after: colon)...]))
    }
}
