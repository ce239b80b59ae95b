import ArgumentParser
import JSON

/// What an image says about how to run it.
struct ImageConfigurationOptions: ParsableArguments {
    @Option(help: "A word of the command that containers run by default; may be repeated.")
    var cmd: [String] = []
    @Option(help: "A word of the program that containers always run; may be repeated.")
    var entrypoint: [String] = []
    @Option(help: "NAME=VALUE that containers have in their environment; may be repeated.")
    var env: [String] = []
    @Option(help: ArgumentHelp("The folder that containers start in.", valueName: "folder"))
    var workdir: String?
    @Option(help: ArgumentHelp("USER[:GROUP] that containers run as.", valueName: "user"))
    var user: String?
    @Option(help: "NAME=VALUE that is noted with the image; may be repeated.")
    var label: [String] = []
    @Option(help: ArgumentHelp("PORT[/PROTOCOL] that the program listens on.", valueName: "port"))
    var expose: [String] = []
    @Option(help: ArgumentHelp("The signal that ends the program.", valueName: "signal"))
    var stopSignal: String?

    func validate() throws {
        for pair in env + label where !pair.contains("=") || pair.hasPrefix("=") {
            throw ValidationError("\(pair): expected NAME=VALUE")
        }
        if let workdir, !workdir.hasPrefix("/") {
            throw ValidationError("--workdir \(workdir): expected an absolute path")
        }
    }

    /// The `config` part of an image configuration.
    var json: JSONValue {
        var json: JSONValue = [:]
        func list(_ words: [String]) -> JSONValue? {
            words.isEmpty ? nil : .array(words.map { .string($0) })
        }
        json["Cmd"] = list(cmd)
        json["Entrypoint"] = list(entrypoint)
        json["Env"] = list(env)
        json["WorkingDir"] = workdir.map { .string($0) }
        json["User"] = user.map { .string($0) }
        json["StopSignal"] = stopSignal.map { .string($0) }
        if !label.isEmpty {
            let pairs = label.map { pair in
                let parts = pair.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), JSONValue.string(String(parts[1])))
            }
            json["Labels"] = .object(JSONObject(pairs) { $1 })
        }
        if !expose.isEmpty {
            let ports = expose.map { ($0.contains("/") ? $0 : $0 + "/tcp", JSONValue.object([:])) }
            json["ExposedPorts"] = .object(JSONObject(ports) { $1 })
        }
        return json
    }
}
