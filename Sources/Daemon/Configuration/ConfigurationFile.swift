import JSON
import Kubelet
import KubernetesAPI

/// The file of `swiftlet serve --config`: YAML whose keys are the flags' names in camel case.
enum ConfigurationFile {
    /// - Throws: `ConfigurationError` that names the file and the key.
    static func parse(_ text: String, file: String) throws -> DaemonSettings {
        let documents: [JSONValue]
        do {
            documents = try YAMLReader.documents(text)
        } catch {
            throw ConfigurationError("\(file): \(error)")
        }
        guard documents.count <= 1 else {
            throw ConfigurationError("\(file): more than one document")
        }
        guard let document = documents.first, !document.isNull else { return DaemonSettings() }
        guard case .object(let members) = document else {
            throw ConfigurationError("\(file): expected keys and values")
        }
        var settings = DaemonSettings()
        for key in members.keys.sorted() {
            do {
                try settings.set(key, to: members[key]!)
            } catch {
                throw ConfigurationError("\(file): \(key): \(error)")
            }
        }
        return settings
    }
}

extension DaemonSettings {
    fileprivate mutating func set(_ key: String, to value: JSONValue) throws {
        switch key {
        case "root": root = try text(value)
        case "runDir": runDirectory = try text(value)
        case "logDir": logDirectory = try text(value)
        case "listen": listen = try text(value)
        case "podCIDR": podCIDR = try text(value)
        case "bridge": bridge = try text(value)
        case "cgroupRoot": cgroupRoot = try text(value)
        case "cniPluginDirs":
            let paths = try (value.arrayValue ?? []).map(text)
            guard !paths.isEmpty, paths.allSatisfy({ $0.hasPrefix("/") }) else {
                throw ConfigurationError("expected a list of absolute paths")
            }
            cniPluginDirectories = paths
        case "cniPluginTimeout":
            let limit = try seconds(value)
            guard limit >= .seconds(1) else {
                throw ConfigurationError("expected 1s or more, for example 60s")
            }
            cniPluginTimeLimit = limit
        case "runtime": runtime = try text(value)
        case "runtimeHandlers":
            for (name, path) in value.objectValue ?? [:] {
                runtimeHandlers[name] = try Self.checkRuntimeHandler(name, try text(path))
            }
        case "allowedUnsafeSysctls":
            guard let names = value.arrayValue else { throw ConfigurationError("expected a list") }
            allowedUnsafeSysctls = try names.map(text)
        case "registryMirrors": registryMirrors = try mirrors(value)
        case "registryHosts": registryHosts = try text(value)
        case "registryCredentials": registryCredentials = try text(value)
        case "offline": isOffline = try flag(value)
        case "stopPodsOnExit": stopPodsOnExit = try flag(value)
        case "containerLogMaxSize": containerLogMaximumSize = try bytes(value)
        case "containerLogMaxFiles": containerLogMaximumFiles = try count(value)
        case "crashBackOffInitial": crashBackOffInitial = try seconds(value)
        case "crashBackOffMaximum": crashBackOffMaximum = try seconds(value)
        case "serviceAccountTokenRefresh": tokenRefresh = try seconds(value)
        case "streamingConnectionIdleTimeout": streamIdleTimeout = try idleTime(value)
        case "auditLog": auditLog = try text(value)
        case "logLevel": logLevel = try text(value)
        case _ where try images.set(key, to: value): break
        case _ where try node.set(key, to: value): break
        default:
            throw ConfigurationError(
                "unknown key; known are root, runDir, logDir, listen, podCIDR, bridge, cgroupRoot, cniPluginDirs, cniPluginTimeout, runtime, runtimeHandlers, allowedUnsafeSysctls, registryMirrors, registryHosts, registryCredentials, offline, stopPodsOnExit, containerLogMaxSize, containerLogMaxFiles, crashBackOffInitial, crashBackOffMaximum, serviceAccountTokenRefresh, streamingConnectionIdleTimeout, auditLog, logLevel, \((ImageSettings.keys + NodeSettings.keys).joined(separator: ", "))"
            )
        }
    }

    private func text(_ value: JSONValue) throws -> String {
        guard let text = value.stringValue else { throw ConfigurationError("expected a text") }
        return text
    }

    private func flag(_ value: JSONValue) throws -> Bool {
        guard let flag = value.boolValue else { throw ConfigurationError("expected true or false") }
        return flag
    }

    private func count(_ value: JSONValue) throws -> Int {
        guard let count = value.integerValue, (2...1000).contains(count) else {
            throw ConfigurationError("expected a number from 2 to 1000")
        }
        return Int(count)
    }

    private func bytes(_ value: JSONValue) throws -> Int64 {
        let text = value.stringValue ?? value.integerValue.map(String.init) ?? ""
        guard let quantity = Quantity(text), quantity.value >= 16 << 10 else {
            throw ConfigurationError("expected a size of 16Ki or more, for example 10Mi")
        }
        return quantity.value
    }

    private func seconds(_ value: JSONValue) throws -> Duration {
        guard let text = value.stringValue, text.hasSuffix("s"),
            let seconds = Double(text.dropLast()), seconds >= 0.1, seconds <= 86400
        else { throw ConfigurationError("expected seconds from 0.1s to 86400s, for example 10s") }
        return .milliseconds(Int64(seconds * 1000))
    }

    /// `4h`, `90s`; `0s` for any time.
    private func idleTime(_ value: JSONValue) throws -> Duration {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        guard let text = value.stringValue, let unit = text.last.flatMap({ units[$0] }),
            let count = Int64(text.dropLast()), (0...100_000).contains(count)
        else { throw ConfigurationError("expected a time such as 120s, 5m or 4h") }
        return .seconds(count * unit)
    }

    private func mirrors(_ value: JSONValue) throws -> [RegistryMirror] {
        guard let members = value.objectValue else {
            throw ConfigurationError("expected registry hosts and their sources")
        }
        return try members.keys.sorted().flatMap { host in
            let sources = members[host]?.arrayValue ?? [members[host] ?? .null]
            return try sources.map { try RegistryMirror(host: host, source: try text($0)) }
        }
    }
}
