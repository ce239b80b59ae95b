import Logging
import OCI

/// What an image store needs to know.
public struct ImageStoreConfiguration: Sendable {
    /// Absolute; `content` and `snapshots` are kept below it. One store at a time may use it.
    public var root: String
    /// What to ask before a registry itself, in this order, by the registry's name (`docker.io`).
    public var mirrors: [String: [MirrorSource]]
    /// By the registry's name.
    public var credentials: [String: RegistryCredential]
    /// Whose images are pulled.
    public var platform: Platform
    public var limits: UnpackLimits
    /// Layers of one image that are fetched at once.
    public var concurrentDownloads: Int
    public var logger: Logger

    public init(
        root: String, mirrors: [String: [MirrorSource]] = [:],
        credentials: [String: RegistryCredential] = [:], platform: Platform = .current,
        limits: UnpackLimits = UnpackLimits(), concurrentDownloads: Int = 3, logger: Logger
    ) {
        self.root = root
        self.mirrors = mirrors
        self.credentials = credentials
        self.platform = platform
        self.limits = limits
        self.concurrentDownloads = concurrentDownloads
        self.logger = logger
    }
}

/// A name and password for a registry.
public struct RegistryCredential: Sendable, Hashable {
    public var user: String
    public var password: String

    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}

/// How much one layer may unpack to. The defaults stop a bomb, not an image.
public struct UnpackLimits: Sendable, Hashable {
    /// Bytes of the uncompressed archive.
    public var archiveSize: Int64
    /// Files, directories and links.
    public var entries: Int

    public init(archiveSize: Int64 = 256 << 30, entries: Int = 8_000_000) {
        self.archiveSize = archiveSize
        self.entries = entries
    }
}
