import JSON

/// What an image says about how to run it (OCI image specification, "config").
public struct ImageConfiguration: Sendable, Hashable {
    public var architecture: String
    public var operatingSystem: String
    /// `user[:group]`, by name or number; empty is root.
    public var user: String
    /// `NAME=value`
    public var environment: [String]
    public var entrypoint: [String]
    public var command: [String]
    public var workingDirectory: String
    public var labels: [String: String]
    public var stopSignal: String?
    /// Digests of the unpacked layers, lowest first.
    public var diffIDs: [String]

    public init(json: JSONValue) {
        let config = json["config"] ?? .null
        func strings(_ value: JSONValue?) -> [String] {
            value?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        architecture = json["architecture"]?.stringValue ?? ""
        operatingSystem = json["os"]?.stringValue ?? ""
        user = config["User"]?.stringValue ?? ""
        environment = strings(config["Env"])
        entrypoint = strings(config["Entrypoint"])
        command = strings(config["Cmd"])
        workingDirectory = config["WorkingDir"]?.stringValue ?? ""
        labels = config["Labels"]?.objectValue?.compactMapValues(\.stringValue) ?? [:]
        stopSignal = config["StopSignal"]?.stringValue
        diffIDs = strings(json.value(at: "rootfs", "diff_ids"))
    }
}
