import Kubelet

/// All that a daemon is told, with every default filled in.
public struct DaemonConfiguration: Sendable, Hashable {
    /// Durable state: database, keys, images, Pod volumes.
    public var root: String
    /// What does not outlive a reboot: sockets, sandboxes, containers.
    public var runDirectory: String
    /// Container logs, `<namespace>_<name>_<uid>/<container>/<restart>.log`.
    public var logDirectory: String
    public var listenHost: String
    /// 0 takes a free one.
    public var listenPort: Int
    /// IPv4 addresses for Pods, `10.88.0.0/16`.
    public var podCIDR: String
    /// Name of the network bridge of Pods, at most 15 characters.
    public var bridge: String
    /// Name of the cgroup under which all Pods are.
    public var cgroupRoot: String
    /// Folders in which CNI plugins are looked for, in order.
    public var cniPluginDirectories: [String]
    /// Seconds that one run of a CNI plugin may take.
    public var cniPluginTimeLimit: Int
    /// `crun`, `runc` or a path; nil finds the first that works.
    public var runtime: String?
    /// Absolute paths of OCI runtimes by the handlers of RuntimeClasses that name them.
    public var runtimeHandlers: [String: String] = [:]
    /// Where images of a registry host come from, in the order to try.
    public var registryMirrors: [RegistryMirror]
    /// The folder with `<registry>/hosts.toml`.
    public var registryHosts: String
    /// Files in the form of docker's `config.json`, with this machine's credentials for registries.
    public var registryCredentials: [String]
    /// Whether no registry is asked.
    public var isOffline: Bool
    /// How Pods' images are pulled, and when they go.
    public var images: ImageSettings
    /// End all Pods before the daemon ends.
    public var stopPodsOnExit: Bool
    /// Bytes a container's log file may have before it is rotated.
    public var containerLogMaximumSize: Int64
    /// Files of a container's log that are kept, the current one included.
    public var containerLogMaximumFiles: Int
    /// The first and the longest wait before a crashed container is started again.
    public var crashBackOffInitial: Duration
    public var crashBackOffMaximum: Duration
    /// After so long at the latest a Pod gets another token.
    public var tokenRefresh: Duration
    /// How long a stream may carry nothing before it is ended; 0 for any time.
    public var streamIdleTimeout: Duration
    /// How much of the machine Pods may have.
    public var node = NodeSettings()
    /// Absolute path of the audit log; nil keeps none.
    public var auditLog: String?
    /// `trace`, `debug`, `info`, `notice`, `warning`, `error`
    public var logLevel: String

    public static let defaultRoot = "/var/lib/swiftlet"
    public static let defaultRegistryHosts = "/etc/swiftlet/registries"
}

/// One `--registry-mirror HOST=SOURCE`.
public struct RegistryMirror: Sendable, Hashable {
    /// `docker.io`
    public var host: String
    /// `http://127.0.0.1:5000`, `oci:/path`
    public var source: String

    /// Reads `HOST=SOURCE`.
    ///
    /// - Throws: `ConfigurationError`.
    public init(_ text: String) throws {
        guard let separator = text.firstIndex(of: "="), separator != text.startIndex else {
            throw ConfigurationError(
                "--registry-mirror \(text): expected HOST=SOURCE, for example docker.io=http://127.0.0.1:5000"
            )
        }
        try self.init(
            host: String(text[..<separator]), source: String(text[text.index(after: separator)...]))
    }

    init(host: String, source: String) throws {
        let isFolder = source.hasPrefix("oci:/")
        guard isFolder || source.hasPrefix("http://") || source.hasPrefix("https://") else {
            throw ConfigurationError(
                "--registry-mirror \(host)=\(source): the source has to begin with http://, https:// or oci:/"
            )
        }
        self.host = host
        self.source = source
    }
}

/// A setting that cannot be; its description names the flag or the key.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String

    init(_ description: String) {
        self.description = description
    }
}
