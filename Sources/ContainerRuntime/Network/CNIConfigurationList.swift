import JSON

/// A network configuration list of the Container Network Interface (CNI specification, section 1).
struct CNIConfigurationList: Sendable, Hashable {
    var name: String
    var version: String
    /// In the order in which they are added.
    var plugins: [JSONValue]

    /// Reads a list (`.conflist`) or the configuration of one plugin (`.conf`, `.json`).
    ///
    /// - Throws: `JSONParseError`; `RuntimeError.network` where a member is missing.
    init(parsing bytes: [UInt8], path: String) throws {
        let document = try JSONValue(parsing: bytes)
        guard let name = document["name"]?.stringValue else {
            throw RuntimeError.network("CNI configuration \(path) has no \"name\"")
        }
        self.name = name
        version = document["cniVersion"]?.stringValue ?? "0.4.0"
        plugins = document["plugins"]?.arrayValue ?? [document]
        guard !plugins.isEmpty, plugins.allSatisfy({ $0["type"]?.stringValue != nil }) else {
            throw RuntimeError.network("CNI configuration \(path) has a plugin without \"type\"")
        }
    }

    /// The configuration that one plugin of the list is given on its standard input.
    ///
    /// - Parameters:
    ///   - previousResult: what the plugin before it answered, or for removal the whole list's
    ///     answer.
    ///   - ports: told to plugins with the capability `portMappings`.
    func input(
        plugin: JSONValue, previousResult: JSONValue?, ports: [PortMapping] = []
    ) -> JSONValue {
        var input = plugin
        input["name"] = .string(name)
        input["cniVersion"] = .string(version)
        input["prevResult"] = previousResult
        if !ports.isEmpty, plugin.value(at: "capabilities", "portMappings") == true {
            input.set(.array(ports.map(\.json)), at: "runtimeConfig", "portMappings")
        }
        return input
    }

    /// The list that Swiftlet writes where there is none: a bridge that is the Pods' gateway.
    ///
    /// Address translation to the outside is not the plugin's (`ipMasq`): it would run iptables
    /// several times for each Pod, which takes longer than all the rest.
    static func bridge(_ configuration: NetworkConfiguration) -> JSONValue {
        [
            "cniVersion": "1.0.0",
            "name": "swiftlet",
            "plugins": [
                [
                    "type": "bridge",
                    "bridge": .string(configuration.bridge),
                    "isGateway": true,
                    "ipMasq": false,
                    "hairpinMode": true,
                    "ipam": [
                        "type": "host-local",
                        "dataDir": .string(configuration.stateDirectory + "/addresses"),
                        "ranges": [[["subnet": .string(configuration.podCIDR)]]],
                        "routes": [["dst": "0.0.0.0/0"]],
                    ],
                ]
            ],
        ]
    }

    /// The addresses in a plugin's answer, without prefix lengths, IPv4 first.
    static func addresses(in result: JSONValue) -> [String] {
        let addresses = (result["ips"]?.arrayValue ?? []).compactMap { entry in
            entry["address"]?.stringValue.map { String($0.prefix { $0 != "/" }) }
        }
        return addresses.filter { !$0.contains(":") } + addresses.filter { $0.contains(":") }
    }
}
