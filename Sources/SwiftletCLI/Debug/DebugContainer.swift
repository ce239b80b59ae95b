import JSON
import KubernetesAPI
import KubernetesClient

/// An ephemeral container, as `swiftlet debug` adds it to a Pod.
struct DebugContainer: Sendable, Hashable {
    var name: String
    var image: String
    /// The container whose processes it sees.
    var target: String?
    var command: [String] = []
    /// Whether `command` is for the image's entry point.
    var isArguments = false
    /// `NAME=VALUE`.
    var environment: [String] = []
    var pullPolicy: String?
    var profile = DebugProfile.general
    var stdin = false
    var tty = false

    /// The change to a Pod's `ephemeralcontainers`: this one comes last.
    ///
    /// - Throws: `CommandError` for a variable without a name or a value.
    func patch(of pod: Pod) throws(CommandError) -> Patch {
        let order = pod.spec.ephemeralContainers.map(\.name).filter { $0 != name } + [name]
        return Patch(
            .strategicMerge,
            [
                "spec": [
                    "$setElementOrder/ephemeralContainers": .array(
                        order.map { ["name": .string($0)] }),
                    "ephemeralContainers": [try json()],
                ]
            ])
    }

    private func json() throws(CommandError) -> JSONValue {
        var container: JSONValue = ["name": .string(name), "image": .string(image)]
        if !command.isEmpty {
            container[isArguments ? "args" : "command"] = .array(command.map { .string($0) })
        }
        if !environment.isEmpty {
            var variables: [JSONValue] = []
            for variable in environment { variables.append(try Self.variable(variable)) }
            container["env"] = .array(variables)
        }
        container["imagePullPolicy"] = pullPolicy.map { .string($0) }
        container["securityContext"] = profile.securityContext
        container["stdin"] = stdin ? true : nil
        container["tty"] = tty ? true : nil
        container["targetContainerName"] = target.map { .string($0) }
        return container
    }

    private static func variable(_ text: String) throws(CommandError) -> JSONValue {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw CommandError("--env takes NAME=VALUE instead of \"\(text)\"")
        }
        return [
            "name": .string(String(text[..<equals])),
            "value": .string(String(text[text.index(after: equals)...])),
        ]
    }

    /// A name that no container of the Pod has, of the letters that Kubernetes makes names of.
    static func freeName(in pod: Pod, using generator: inout some RandomNumberGenerator) -> String {
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        let taken = Set(LogTarget.all(of: pod).map(\.container))
        while true {
            let suffix = (0..<5).map { _ in letters.randomElement(using: &generator)! }
            let name = "debugger-" + String(suffix)
            if !taken.contains(name) { return name }
        }
    }
}
