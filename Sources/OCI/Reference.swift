/// The name of an image in its normalised form: `busybox` is `docker.io/library/busybox:latest`.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
    /// Host and, where one is given, port: `docker.io`, `127.0.0.1:5000`, `[::1]:5000`.
    public let registry: String
    /// `library/busybox`
    public let repository: String
    /// Nil only where there is a digest.
    public let tag: String?
    /// Wins over the tag where both are given.
    public let digest: Digest?

    static let defaultRegistry = "docker.io"
    static let defaultTag = "latest"

    init(registry: String, repository: String, tag: String?, digest: Digest?) {
        self.registry = registry
        self.repository = repository
        self.tag = tag
        self.digest = digest
    }

    /// `docker.io/library/busybox`
    public var name: String { "\(registry)/\(repository)" }

    /// The whole name: `docker.io/library/busybox:latest`, `…@sha256:…`, or both.
    public var description: String {
        name + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }

    /// The name with its tag alone; nil where there is none.
    public var tagged: String? { tag.map { "\(name):\($0)" } }

    /// The name pinned to `digest`, without a tag: `docker.io/library/busybox@sha256:…`.
    public func pinned(to digest: Digest) -> String { "\(name)@\(digest)" }

    /// The name as people write it: without the default registry and namespace, with the tag.
    public var familiar: String {
        guard registry == Self.defaultRegistry else { return description }
        let prefix = "\(registry)/\(repository.hasPrefix("library/") ? "library/" : "")"
        return String(description.dropFirst(prefix.count))
    }

    /// Whether Kubernetes pulls this image before each start unless told otherwise: it does for the
    /// tag `latest`, given or implied (the API's default of `imagePullPolicy`).
    public var isPulledAlwaysByDefault: Bool { tag == Self.defaultTag }
}

extension Reference {
    /// Why a text is no image name.
    public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
        /// The text as it was given.
        public var text: String
        public var reason: String

        public var description: String { "invalid image name \"\(text)\": \(reason)" }
    }
}
