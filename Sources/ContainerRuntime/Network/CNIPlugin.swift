import JSON
import LinuxSystem

/// One run of a CNI plugin (CNI specification, section 2).
struct CNIPlugin: Sendable {
    enum Command: String, Sendable {
        case add = "ADD"
        case delete = "DEL"
    }

    var command: Command
    var sandboxID: String
    var namespacePath: String
    var pod: PodSandboxMetadata
    var directories: [String]
    /// Seconds.
    var timeLimit: Int

    /// The interface that a Pod's containers see.
    static let interface = "eth0"

    /// Runs the plugin that `input` names. Blocks.
    ///
    /// - Returns: its answer, `null` where it gives none.
    /// - Throws: `RuntimeError.network` with the plugin's own reason.
    func run(input: JSONValue) throws -> JSONValue {
        let type = input["type"]?.stringValue ?? ""
        guard !type.contains("/"),
            let path = directories.map({ "\($0)/\(type)" }).first(where: { File.exists($0) })
        else {
            throw RuntimeError.network(
                "no CNI plugin \"\(type)\" in \(directories.joined(separator: ", ")): "
                    + "install containernetworking-plugins")
        }
        let answer = try ChildProcess.run(
            path, [], environment: environment, input: input.serializedBytes(), within: timeLimit)
        guard let result = answer else {
            throw RuntimeError.network(
                "CNI plugin \(type) did not end within \(timeLimit) s at \(command.rawValue) "
                    + "and was killed")
        }
        guard result.status == 0 else {
            throw RuntimeError.network(
                "CNI plugin \(type) failed at \(command.rawValue): \(Self.reason(result))")
        }
        return try result.output.isEmpty ? .null : JSONValue(parsing: result.output)
    }

    private var environment: [String] {
        OCIRuntime.environment + [
            "CNI_COMMAND=\(command.rawValue)",
            "CNI_CONTAINERID=\(sandboxID)",
            "CNI_NETNS=\(namespacePath)",
            "CNI_IFNAME=\(Self.interface)",
            "CNI_PATH=\(directories.joined(separator: ":"))",
            "CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAMESPACE=\(pod.namespace);"
                + "K8S_POD_NAME=\(pod.name);K8S_POD_INFRA_CONTAINER_ID=\(sandboxID);"
                + "K8S_POD_UID=\(pod.uid)",
        ]
    }

    /// A plugin says what is wrong as JSON on its standard output.
    private static func reason(_ result: ChildProcess.Result) -> String {
        if let answer = try? JSONValue(parsing: result.output),
            let message = answer["msg"]?.stringValue
        {
            let details = answer["details"]?.stringValue ?? ""
            return details.isEmpty ? message : "\(message): \(details)"
        }
        let text = String(decoding: result.errorOutput, as: UTF8.self)
            .split(separator: "\n").joined(separator: " ")
        return text.isEmpty ? "status \(result.status)" : text
    }
}
