import ArgumentParser
import Glibc

/// `swiftlet serve`: the daemon.
public struct ServeCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the daemon: the Kubernetes API and the Pods of this machine.",
        discussion: """
            Needs root. SIGTERM ends the daemon and leaves the Pods running; the next one with the \
            same root finds them again.

            A root other than the default has its run and log folders, its bridge, its Pod addresses \
            and its cgroup to itself, so that several daemons can run side by side:

              swiftlet serve --root /srv/other --listen 127.0.0.1:7443
            """)

    @Option(help: "Folder for the database, keys, images and volumes (default: /var/lib/swiftlet).")
    var root: String?
    @Option(
        help: "Folder for sockets and running containers (default: /run/swiftlet, or ROOT/run).")
    var runDir: String?
    @Option(help: "Folder for container logs (default: /var/log/pods, or ROOT/log/pods).")
    var logDir: String?
    @Option(help: "HOST:PORT of the API (default: 127.0.0.1:6443); port 0 takes a free one.")
    var listen: String?
    @Option(name: .customLong("pod-cidr"), help: "IPv4 network for Pods (default: 10.88.0.0/16).")
    var podCIDR: String?
    @Option(help: "Name of the Pods' network bridge (default: swiftlet0).")
    var bridge: String?
    @Option(help: "Cgroup that holds all Pods (default: kubepods).")
    var cgroupRoot: String?
    @Option(help: "OCI runtime: crun, runc or a path (default: the first that works here).")
    var runtime: String?
    @Option(
        help: ArgumentHelp(
            "NAME=PATH: RuntimeClasses with the handler NAME run this OCI runtime; may be repeated.",
            valueName: "name=path"))
    var runtimeHandler: [String] = []
    @Option(
        help: ArgumentHelp(
            "Kernel settings that Pods may have though they are not safe, for example kernel.msg*,net.core.somaxconn.",
            valueName: "names"))
    var allowedUnsafeSysctls: String?
    @Option(
        help: ArgumentHelp(
            "HOST=SOURCE: images of HOST come from http(s)://… or oci:/folder; may be repeated.",
            valueName: "host=source"))
    var registryMirror: [String] = []
    @Option(
        help: ArgumentHelp(
            "Folder with REGISTRY/hosts.toml, as containerd has it (default: /etc/swiftlet/registries).",
            valueName: "folder"))
    var registryHosts: String?
    @Option(
        help: ArgumentHelp(
            "Docker's config.json with credentials for registries (default: ROOT/config.json, then /root/.docker/config.json).",
            valueName: "file"))
    var registryCredentials: String?
    @Flag(help: "Ask no registry; use the images that are here and in oci:/ folders.")
    var offline = false
    @Option(
        help: ArgumentHelp(
            "Waits before a crashed container starts again, the first and the longest (default: 10s,300s).",
            valueName: "first,longest"))
    var crashBackOff: String?
    @Option(help: "YAML file with these settings, camelCase; flags win over it.")
    var config: String?
    @Flag(help: "End all Pods before the daemon ends.")
    var stopPodsOnExit = false
    @Option(help: "File that gets a line for each request: who, what, when, with which outcome.")
    var auditLog: String?
    @Option(help: "trace, debug, info, notice, warning or error (default: info).")
    var logLevel: String?

    public init() {}

    public func run() async throws {
        do {
            try await Daemon.run(resolve())
        } catch let error as ExitCode {
            throw error
        } catch {
            StandardError.print("error: \(error)")
            throw ExitCode(1)
        }
    }

    private func resolve() throws -> DaemonConfiguration {
        let file = try config.map { path in
            try ConfigurationFile.parse(SettingFile.read(path, flag: "--config"), file: path)
        }
        return try settings(over: file ?? DaemonSettings())
            .resolved(currentDirectory: CurrentDirectory.path)
    }

    /// The flags, and what a file says where there are none.
    func settings(over file: DaemonSettings) throws -> DaemonSettings {
        var settings = file
        func set<Value>(_ key: WritableKeyPath<DaemonSettings, Value?>, _ flag: Value?) {
            if let flag { settings[keyPath: key] = flag }
        }
        set(\.root, root)
        set(\.runDirectory, runDir)
        set(\.logDirectory, logDir)
        set(\.listen, listen)
        set(\.podCIDR, podCIDR)
        set(\.bridge, bridge)
        set(\.cgroupRoot, cgroupRoot)
        set(\.runtime, runtime)
        set(\.registryHosts, registryHosts)
        set(\.registryCredentials, registryCredentials)
        set(\.auditLog, auditLog)
        set(\.logLevel, logLevel)
        if offline { settings.isOffline = true }
        if stopPodsOnExit { settings.stopPodsOnExit = true }
        if !registryMirror.isEmpty {
            settings.registryMirrors = try registryMirror.map { try RegistryMirror($0) }
        }
        for text in runtimeHandler {
            let (name, path) = try DaemonSettings.parseRuntimeHandler(text)
            settings.runtimeHandlers[name] = path
        }
        if let allowedUnsafeSysctls {
            settings.allowedUnsafeSysctls = allowedUnsafeSysctls.split(separator: ",").map {
                $0.trimmingPrefix(" ").description
            }
        }
        if let crashBackOff {
            let waits = try DaemonSettings.parseCrashBackOff(crashBackOff)
            settings.crashBackOffInitial = waits.first
            set(\.crashBackOffMaximum, waits.longest)
        }
        return settings
    }
}
