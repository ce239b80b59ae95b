import KubernetesAPI

/// Which logs a command line names.
struct LogSelection: Sendable, Hashable {
    /// Pods by their names; empty where `selector` has them.
    var names: [String]
    var selector: String?
    /// Nil takes each Pod's default one.
    var container: String?
    var allContainers: Bool

    /// - Parameter arguments: `POD`, `POD CONTAINER`, or several Pods, which `pod/` before one of
    ///   them, `-c` and `--all-containers` tell from a container.
    /// - Throws: `CommandError` for what is no Pod.
    init(
        _ arguments: [String], selector: String?, container: String?, allContainers: Bool
    ) throws {
        self.selector = selector
        self.container = container
        self.allContainers = allContainers
        names = []
        if arguments.count == 2, container == nil, !allContainers,
            !arguments[1].contains("/")
        {
            self.container = arguments[1]
            names = [try PodArgument.name(arguments[0])]
        } else {
            names = try arguments.map(PodArgument.name)
        }
    }

    func contains(_ pod: Pod) -> Bool { selector != nil || names.contains(pod.metadata.name) }

    /// The containers of a Pod that are meant.
    ///
    /// - Throws: `CommandError` where it does not have the one that is named.
    func targets(of pod: Pod) throws -> [LogTarget] {
        let all = LogTarget.all(of: pod)
        if allContainers { return all }
        let name = container ?? DefaultContainer(pod).name
        let chosen = all.filter { $0.container == name }
        guard !chosen.isEmpty else {
            throw CommandError(
                "container \(name) is not valid for pod \(pod.metadata.name) out of: "
                    + DefaultContainer.list(pod))
        }
        return chosen
    }
}
