/// What the words after `get`, `describe` and `delete` name: `pods`, `pod web db`, `pod/web ns/lab`,
/// `pods,events`.
struct ResourceArguments: Sendable, Hashable {
    struct Group: Sendable, Hashable {
        /// As it was typed.
        var type: String
        /// Empty for all of the type.
        var names: [String]
    }

    var groups: [Group]

    /// - Throws: `CommandError`
    init(_ arguments: [String]) throws {
        guard let first = arguments.first else {
            throw CommandError(
                "you must specify the type of resource, for example: pods, pod NAME, pod/NAME")
        }
        guard first.contains("/") else {
            let names = Array(arguments.dropFirst())
            if let pair = names.first(where: { $0.contains("/") }) {
                throw CommandError(
                    "there is no need to specify a resource type as a separate argument when "
                        + "passing arguments in resource/name form (\(pair))")
            }
            groups = first.split(separator: ",").map { Group(type: String($0), names: names) }
            return
        }
        groups = try arguments.reduce(into: []) { groups, argument in
            let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
                .map(String.init)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw CommandError("arguments in resource/name form must be TYPE/NAME: \(argument)")
            }
            if groups.last?.type == parts[0] {
                groups[groups.count - 1].names.append(parts[1])
            } else {
                groups.append(Group(type: parts[0], names: [parts[1]]))
            }
        }
    }

    var hasNames: Bool { groups.contains { !$0.names.isEmpty } }
}
