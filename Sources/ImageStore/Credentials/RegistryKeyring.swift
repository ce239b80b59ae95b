/// Credentials by the registries, and parts of them, that they are for.
public struct RegistryKeyring: Sendable, Hashable {
    /// `host[:port][/path]`; `*` stands for one part of a host's name, or a piece of it.
    struct Pattern: Sendable, Hashable {
        var host: String
        var path: String

        init(_ text: String) {
            var rest = Substring(text)
            for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
                rest = rest.dropFirst(scheme.count)
            }
            let host = String(rest.prefix { $0 != "/" })
            var path = rest.dropFirst(host.count).split(separator: "/").joined(separator: "/")
            // What docker writes for Docker Hub: https://index.docker.io/v1/
            if path == "v1" || path == "v2" { path = "" }
            self.host = Self.canonical(host)
            self.path = path
        }

        static func canonical(_ host: String) -> String {
            let isDockerHub = [
                "docker.io", "index.docker.io", "registry-1.docker.io", "www.docker.io",
            ].contains(host)
            return isDockerHub ? "docker.io" : host
        }

        func matches(host: String, repository: String) -> Bool {
            guard path.isEmpty || repository == path || repository.hasPrefix(path + "/") else {
                return false
            }
            let (pattern, host) = (Self.split(self.host), Self.split(Self.canonical(host)))
            return pattern.port == host.port && pattern.labels.count == host.labels.count
                && zip(pattern.labels, host.labels).allSatisfy { Self.glob($0, $1) }
        }

        private static func split(_ host: String) -> (labels: [Substring], port: Substring) {
            if host.hasPrefix("[") { return ([Substring(host)], "") }
            let name = host.prefix { $0 != ":" }
            return (
                name.split(separator: ".", omittingEmptySubsequences: false),
                host.dropFirst(name.count)
            )
        }

        /// Whether `*` in `pattern` can stand for something so that it is `text`.
        private static func glob(_ pattern: Substring, _ text: Substring) -> Bool {
            let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
            guard parts.count > 1 else { return pattern == text }
            guard text.hasPrefix(parts[0]) else { return false }
            var rest = text.dropFirst(parts[0].count)
            for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
                while !rest.isEmpty, !rest.hasPrefix(part) { rest = rest.dropFirst() }
                guard rest.hasPrefix(part) else { return false }
                rest = rest.dropFirst(part.count)
            }
            return rest.hasSuffix(parts[parts.count - 1])
        }

        /// More comes first.
        var specificity: (Int, Int) { (host.count { $0 != "*" }, path.count) }
    }

    struct Entry: Sendable, Hashable {
        var pattern: Pattern
        var credential: RegistryCredential
    }

    private(set) var entries: [Entry] = []

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }

    /// All credentials, in the order in which they were added.
    public var credentials: [RegistryCredential] { entries.map(\.credential) }

    public mutating func add(_ pattern: String, _ credential: RegistryCredential) {
        entries.append(Entry(pattern: Pattern(pattern), credential: credential))
    }

    public mutating func add(_ other: RegistryKeyring) {
        entries += other.entries
    }

    /// The credentials for a repository, the most specific first.
    public func credentials(host: String, repository: String) -> [RegistryCredential] {
        let matches = entries.enumerated().filter {
            $0.element.pattern.matches(host: host, repository: repository)
        }
        let sorted = matches.sorted { first, second in
            let (left, right) = (first.element.pattern, second.element.pattern)
            if left.path.count != right.path.count { return left.path.count > right.path.count }
            if left.specificity.0 != right.specificity.0 {
                return left.specificity.0 > right.specificity.0
            }
            return first.offset < second.offset
        }
        var seen: Set<RegistryCredential> = []
        return sorted.map(\.element.credential).filter { seen.insert($0).inserted }
    }
}
