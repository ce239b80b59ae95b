import ContainerRuntime
import Kubelet

/// What a person has set, by flag or in a file; nil is not set.
struct DaemonSettings: Sendable, Hashable {
    var root: String?
    var runDirectory: String?
    var logDirectory: String?
    var listen: String?
    var podCIDR: String?
    var bridge: String?
    var cgroupRoot: String?
    var cniPluginDirectories: [String]?
    var cniPluginTimeLimit: Duration?
    var runtime: String?
    var runtimeHandlers: [String: String] = [:]
    var allowedUnsafeSysctls: [String]?
    var registryMirrors: [RegistryMirror] = []
    var registryHosts: String?
    var registryCredentials: String?
    var isOffline: Bool?
    var images = ImageSettings()
    var stopPodsOnExit: Bool?
    var containerLogMaximumSize: Int64?
    var containerLogMaximumFiles: Int?
    var crashBackOffInitial: Duration?
    var crashBackOffMaximum: Duration?
    var tokenRefresh: Duration?
    var streamIdleTimeout: Duration?
    var node = NodeSettings()
    var auditLog: String?
    var logLevel: String?

    /// Fills in the defaults. A root other than the default has folders, a bridge, addresses and a
    /// cgroup of its own, so that daemons with different roots do not meet.
    ///
    /// - Parameter currentDirectory: what a relative path is relative to.
    /// - Throws: `ConfigurationError`.
    func resolved(currentDirectory: String) throws -> DaemonConfiguration {
        func absolute(_ path: String) -> String {
            let full = path.hasPrefix("/") ? path : currentDirectory + "/" + path
            return full.split(separator: "/").filter { $0 != "." }.reduce(into: "") {
                $0 += "/" + $1
            }
        }
        let root = absolute(self.root ?? DaemonConfiguration.defaultRoot)
        guard root != "" else { throw ConfigurationError("--root /: choose a folder of its own") }
        let isDefault = root == DaemonConfiguration.defaultRoot
        let identity = RootIdentity(root)
        let (host, port) = try Self.parseListen(listen ?? "127.0.0.1:6443")
        let bridge = self.bridge ?? (isDefault ? "swiftlet0" : identity.bridge)
        guard (1...15).contains(bridge.utf8.count), !bridge.contains("/") else {
            throw ConfigurationError(
                "--bridge \(bridge): a network interface's name has 1 to 15 characters and no /")
        }
        let cgroupRoot = self.cgroupRoot ?? (isDefault ? "kubepods" : identity.cgroupRoot)
        guard !cgroupRoot.isEmpty, !cgroupRoot.contains("..") else {
            throw ConfigurationError("--cgroup-root \(cgroupRoot): expected a cgroup's name")
        }
        let podCIDR = self.podCIDR ?? (isDefault ? "10.88.0.0/16" : identity.podCIDR)
        try Self.checkPodCIDR(podCIDR)
        let first = crashBackOffInitial ?? .seconds(10)
        let longest = crashBackOffMaximum ?? max(first, .seconds(300))
        guard first <= longest else {
            throw ConfigurationError(
                "crashBackOffMaximum: the longest wait is shorter than the first, \(first)")
        }
        try images.check()
        var node = node
        node.allowedUnsafeSysctls = try (allowedUnsafeSysctls ?? []).map(Self.checkSysctl)
        return DaemonConfiguration(
            root: root,
            runDirectory: runDirectory.map(absolute)
                ?? (isDefault ? "/run/swiftlet" : root + "/run"),
            logDirectory: logDirectory.map(absolute)
                ?? (isDefault ? "/var/log/pods" : root + "/log/pods"),
            listenHost: host, listenPort: port, podCIDR: podCIDR, bridge: bridge,
            cgroupRoot: cgroupRoot,
            cniPluginDirectories: cniPluginDirectories
                ?? NetworkConfiguration.defaultPluginDirectories,
            cniPluginTimeLimit: Int((cniPluginTimeLimit ?? .seconds(60)).components.seconds),
            runtime: runtime, runtimeHandlers: runtimeHandlers,
            registryMirrors: registryMirrors,
            registryHosts: registryHosts.map(absolute) ?? DaemonConfiguration.defaultRegistryHosts,
            registryCredentials: registryCredentials.map { [absolute($0)] }
                ?? [root + "/config.json", "/root/.docker/config.json"],
            isOffline: isOffline ?? false, images: images,
            stopPodsOnExit: stopPodsOnExit ?? false,
            containerLogMaximumSize: containerLogMaximumSize ?? 10 << 20,
            containerLogMaximumFiles: containerLogMaximumFiles ?? 5,
            crashBackOffInitial: first, crashBackOffMaximum: longest,
            tokenRefresh: tokenRefresh ?? KubeletConfiguration.day,
            streamIdleTimeout: streamIdleTimeout ?? .seconds(4 * 3600),
            node: node, auditLog: auditLog.map(absolute), logLevel: logLevel ?? "info")
    }

    /// `NAME=PATH`
    static func parseRuntimeHandler(_ text: String) throws -> (name: String, path: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw ConfigurationError(
                "--runtime-handler \(text): expected NAME=PATH, for example kata=/usr/bin/kata-runtime"
            )
        }
        return (String(parts[0]), try checkRuntimeHandler(String(parts[0]), String(parts[1])))
    }

    /// The name as a RuntimeClass may have it, and a program for it.
    static func checkRuntimeHandler(_ name: String, _ path: String) throws -> String {
        guard (1...63).contains(name.utf8.count), !name.hasPrefix("-"), !name.hasSuffix("-"),
            name.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            })
        else {
            throw ConfigurationError(
                "--runtime-handler \(name)=\(path): a handler's name is of small letters, digits and -, as in a RuntimeClass"
            )
        }
        guard path.hasPrefix("/") else {
            throw ConfigurationError(
                "--runtime-handler \(name)=\(path): the program's path has to be absolute")
        }
        return path
    }

    /// A setting of a Pod's own namespaces, or the beginning of several with `*`.
    private static func checkSysctl(_ pattern: String) throws -> String {
        guard NodeSettings.isSysctlOfPods(pattern) else {
            throw ConfigurationError(
                "--allowed-unsafe-sysctls \(pattern): no setting that Pods have for themselves; they begin with kernel.shm, kernel.msg, kernel.sem, fs.mqueue. or net."
            )
        }
        return pattern
    }

    static func parseListen(_ text: String) throws -> (host: String, port: Int) {
        let failure = ConfigurationError(
            "--listen \(text): expected HOST:PORT, for example 127.0.0.1:6443 or [::1]:6443")
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw failure }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            throw failure
        }
        guard !host.isEmpty else { throw failure }
        return (host, port)
    }

    /// `1s,60s`, or `1s` alone for the first wait.
    static func parseCrashBackOff(_ text: String) throws -> (first: Duration, longest: Duration?) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let waits = parts.compactMap { part -> Duration? in
            guard part.hasSuffix("s"), let seconds = Double(part.dropLast()), seconds >= 0.1,
                seconds <= 86400
            else { return nil }
            return .milliseconds(Int64(seconds * 1000))
        }
        guard (1...2).contains(parts.count), waits.count == parts.count else {
            throw ConfigurationError(
                "--crash-back-off \(text): expected FIRST,LONGEST in seconds from 0.1s to 86400s, for example 1s,60s"
            )
        }
        return (waits[0], waits.count == 2 ? waits[1] : nil)
    }

    static func checkPodCIDR(_ text: String) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]), (8...29).contains(length),
            octets.count == 4, octets.allSatisfy({ UInt8($0) != nil })
        else {
            throw ConfigurationError(
                "--pod-cidr \(text): expected an IPv4 network of length 8 to 29, for example 10.88.0.0/16"
            )
        }
    }
}

/// Names derived from a root folder's path, so that daemons with different roots do not share them.
struct RootIdentity {
    private let hash: UInt64

    init(_ root: String) {
        // FNV-1a, 64 bits: stable from run to run, unlike Swift's own hashing.
        hash = root.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private var digits: String {
        let text = String(hash & 0xFFFF_FFFF, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }

    var bridge: String { "swl-" + digits }
    var cgroupRoot: String { "kubepods-" + digits }
    /// One of 126 × 16 networks of 4,094 addresses in 10.96.0.0 … 10.221.255.255.
    var podCIDR: String { "10.\(96 + (hash >> 32) % 126).\(((hash >> 48) % 16) * 16).0/20" }
}
