import JSON
import LinuxSystem
import Logging

/// A Pod network made by CNI plugins.
struct CNIPodNetwork: PodNetwork {
    let configuration: NetworkConfiguration
    let logger: Logger
    private let hostPorts: HostPorts
    private let patience: RemovalPatience

    init(configuration: NetworkConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        hostPorts = HostPorts(configuration)
        patience = RemovalPatience(seconds: configuration.pluginTimeLimit)
    }

    func prepare(sandboxes: Set<String>) async throws -> String? {
        try await blockingCall {
            try File.makeFolders(configuration.configurationDirectory)
            if try configurationPath() == nil {
                try File.writeDurably(
                    CNIConfigurationList.bridge(configuration).serializedBytes(indent: 2),
                    to: ownConfigurationPath, mode: 0o644)
            }
            for name in File.names(in: results) where !sandboxes.contains(name) {
                try? File.removeTree("\(results)/\(name)")
            }
            guard try configurationPath() == ownConfigurationPath else { return nil }
            releaseAddresses { sandboxes.contains($0) }
            do {
                try hostPorts.apply()
            } catch {
                logger.warning(
                    "Pods cannot reach beyond this machine: no address translation",
                    metadata: ["error": "\(error)"])
            }
            return makeGateway()
        }
    }

    func connect(
        sandboxID: String, namespacePath: String, pod: PodSandboxMetadata, ports: [PortMapping]
    ) async throws -> [String] {
        try await foreignCall {
            guard let path = try configurationPath() else {
                throw RuntimeError.network(
                    "no CNI configuration in \(configuration.configurationDirectory)")
            }
            let bytes = try File.read(path)
            let list = try CNIConfigurationList(parsing: bytes, path: path)
            // Before anything is made, so that it can be taken back after a crash.
            try save(.null, list: bytes, ports: ports, sandboxID: sandboxID)
            let plugin = CNIPlugin(
                command: .add, sandboxID: sandboxID, namespacePath: namespacePath, pod: pod,
                directories: configuration.pluginDirectories,
                timeLimit: configuration.pluginTimeLimit)
            var result: JSONValue?
            for member in list.plugins {
                result = try plugin.run(
                    input: list.input(plugin: member, previousResult: result, ports: ports))
            }
            try save(result ?? .null, list: bytes, ports: ports, sandboxID: sandboxID)
            if !ports.isEmpty, path == ownConfigurationPath { try hostPorts.apply() }
            return CNIConfigurationList.addresses(in: result ?? .null)
        }
    }

    func disconnect(
        sandboxID: String, namespacePath: String, pod: PodSandboxMetadata
    ) async throws {
        try await foreignCall {
            guard let saved = try? JSONValue(parsing: File.read(resultPath(sandboxID))) else {
                return
            }
            if patience.isOver(sandboxID) {
                logger.warning(
                    "what plugins made for a Pod's network is left behind",
                    metadata: ["sandbox.id": "\(sandboxID)"])
            } else {
                patience.begin(sandboxID)
                try removeByPlugins(saved, sandboxID, namespacePath, pod)
            }
            patience.end(sandboxID)
            try File.removeTree(resultPath(sandboxID))
            guard try configurationPath() == ownConfigurationPath else { return }
            releaseAddresses { $0 != sandboxID }
            if !PortMapping.list(in: saved["ports"]).isEmpty { try hostPorts.apply() }
        }
    }

    private func removeByPlugins(
        _ saved: JSONValue, _ sandboxID: String, _ namespacePath: String, _ pod: PodSandboxMetadata
    ) throws {
        let list = try CNIConfigurationList(
            parsing: Array((saved["configuration"]?.stringValue ?? "").utf8),
            path: resultPath(sandboxID))
        let ports = PortMapping.list(in: saved["ports"])
        let result = saved["result"].flatMap { $0.isNull ? nil : $0 }
        let plugin = CNIPlugin(
            command: .delete, sandboxID: sandboxID,
            namespacePath: File.exists(namespacePath) ? namespacePath : "", pod: pod,
            directories: configuration.pluginDirectories,
            timeLimit: configuration.pluginTimeLimit)
        for member in list.plugins.reversed() {
            _ = try plugin.run(
                input: list.input(plugin: member, previousResult: result, ports: ports))
        }
    }

    func tearDown() async {
        do {
            try await blockingCall {
                guard try configurationPath() == ownConfigurationPath else { return }
                Masquerade(configuration).remove()
                PodGateway.remove(bridge: configuration.bridge)
                try File.removeTree(ownConfigurationPath)
                try File.removeTree(configuration.stateDirectory)
            }
        } catch {
            logger.warning("the Pod network is not quite gone", metadata: ["error": "\(error)"])
        }
    }

    private func makeGateway() -> String? {
        guard let gateway = PodGateway(configuration) else { return nil }
        do {
            try gateway.make()
            return gateway.text
        } catch {
            logger.warning(
                "Pods cannot reach the API server: no bridge", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// host-local keeps a file for each address, whose first line is the id of its sandbox.
    private func releaseAddresses(isUsed: (_ sandboxID: String) -> Bool) {
        let folder = configuration.stateDirectory + "/addresses/swiftlet"
        for name in File.names(in: folder) where name.first?.isHexDigit == true {
            guard let bytes = try? File.read("\(folder)/\(name)") else { continue }
            let owner = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
            if !isUsed(owner) { try? File.removeTree("\(folder)/\(name)") }
        }
    }

    private var results: String { Self.results(configuration) }

    /// What plugins answered, and which ports lead to the Pod, in a file for each sandbox.
    static func results(_ configuration: NetworkConfiguration) -> String {
        configuration.stateDirectory + "/results"
    }

    private func resultPath(_ sandboxID: String) -> String { "\(results)/\(sandboxID)" }

    private var ownConfigurationPath: String {
        configuration.configurationDirectory + "/10-swiftlet.conflist"
    }

    private func save(
        _ result: JSONValue, list: [UInt8], ports: [PortMapping], sandboxID: String
    ) throws {
        var saved: JSONValue = [
            "configuration": .string(String(decoding: list, as: UTF8.self)), "result": result,
        ]
        if !ports.isEmpty { saved["ports"] = .array(ports.map(\.json)) }
        try File.makeFolders(results)
        try File.replace(saved.serializedBytes(), at: resultPath(sandboxID))
    }

    /// The first configuration by name, as the CRI runtimes choose.
    private func configurationPath() throws -> String? {
        File.names(in: configuration.configurationDirectory)
            .first { name in
                [".conflist", ".conf", ".json"].contains { name.hasSuffix($0) }
            }
            .map { configuration.configurationDirectory + "/" + $0 }
    }
}
