import ContainerRuntime
import JSON
import LinuxSystem

/// What a daemon was started with, kept in its root so that `swiftlet teardown` knows what to remove.
struct DaemonRecord: Hashable {
    var root: String
    var runDirectory: String
    var logDirectory: String
    var podCIDR: String
    var bridge: String
    var cgroupRoot: String
    /// Where its CNI plugins are, and how many seconds one may take.
    var cniPluginDirectories: [String]
    var cniPluginTimeLimit: Int
    var runtime: String?
    /// Programs by the handlers of RuntimeClasses.
    var runtimeHandlers: [String: String]

    init(_ configuration: DaemonConfiguration) {
        root = configuration.root
        runDirectory = configuration.runDirectory
        logDirectory = configuration.logDirectory
        podCIDR = configuration.podCIDR
        bridge = configuration.bridge
        cgroupRoot = configuration.cgroupRoot
        cniPluginDirectories = configuration.cniPluginDirectories
        cniPluginTimeLimit = configuration.cniPluginTimeLimit
        runtime = configuration.runtime
        runtimeHandlers = configuration.runtimeHandlers
    }

    /// Nil where a member is missing.
    init?(json: JSONValue) {
        guard let root = json["root"]?.stringValue,
            let runDirectory = json["runDir"]?.stringValue,
            let logDirectory = json["logDir"]?.stringValue,
            let podCIDR = json["podCIDR"]?.stringValue, let bridge = json["bridge"]?.stringValue,
            let cgroupRoot = json["cgroupRoot"]?.stringValue
        else { return nil }
        self.root = root
        self.runDirectory = runDirectory
        self.logDirectory = logDirectory
        self.podCIDR = podCIDR
        self.bridge = bridge
        self.cgroupRoot = cgroupRoot
        cniPluginDirectories =
            json["cniPluginDirs"]?.arrayValue?.compactMap(\.stringValue)
            ?? NetworkConfiguration.defaultPluginDirectories
        cniPluginTimeLimit = json["cniPluginTimeLimit"]?.integerValue.map { Int($0) } ?? 60
        runtime = json["runtime"]?.stringValue
        runtimeHandlers = (json["runtimeHandlers"]?.objectValue ?? [:]).reduce(into: [:]) {
            $0[$1.key] = $1.value.stringValue
        }
    }

    var json: JSONValue {
        var json: JSONValue = [
            "root": .string(root), "runDir": .string(runDirectory), "logDir": .string(logDirectory),
            "podCIDR": .string(podCIDR), "bridge": .string(bridge),
            "cgroupRoot": .string(cgroupRoot),
            "cniPluginDirs": .array(cniPluginDirectories.map { .string($0) }),
            "cniPluginTimeLimit": .integer(Int64(cniPluginTimeLimit)),
        ]
        json["runtime"] = runtime.map { .string($0) }
        for (name, path) in runtimeHandlers {
            json.set(.string(path), at: "runtimeHandlers", name)
        }
        return json
    }

    /// The record of a root folder; nil where none was written.
    ///
    /// - Throws: `ConfigurationError` where it cannot be read.
    static func read(root: String) throws -> DaemonRecord? {
        let path = root + "/daemon.json"
        guard File.exists(path) else { return nil }
        guard let record = try DaemonRecord(json: JSONValue(parsing: try File.read(path))) else {
            throw ConfigurationError(
                "\(path): not a daemon's record; give the daemon's own --run-dir, --bridge and --cgroup-root instead"
            )
        }
        return record
    }
}
