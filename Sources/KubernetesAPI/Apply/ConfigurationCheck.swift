import JSON

extension FieldManager {
    /// Refuses what cannot be applied.
    ///
    /// - Throws: `APIError`.
    func check(_ configuration: JSONValue) throws {
        guard case .object = configuration else {
            throw APIError.badRequest("error decoding YAML: the configuration is not an object")
        }
        let version = configuration["apiVersion"]?.stringValue ?? ""
        guard version == apiVersion else {
            throw APIError.badRequest(
                "Incorrect version specified in apply patch. Specified patch version: \(version), "
                    + "expected: \(apiVersion)")
        }
        let kind = configuration["kind"]?.stringValue ?? ""
        guard kind == self.kind else {
            throw APIError.badRequest("invalid object type: \(description(version, kind))")
        }
        guard configuration.value(at: "metadata", "managedFields") ?? .null == .null else {
            throw APIError.badRequest("metadata.managedFields must be nil")
        }
        let problems = schema.problems(configuration, type, path: "")
        guard problems.isEmpty else {
            // A kube-apiserver gives this no reason and the code of a failure of its own.
            let name = configuration.value(at: "metadata", "name")?.stringValue ?? ""
            let namespace = configuration.value(at: "metadata", "namespace")?.stringValue ?? ""
            throw APIError(
                code: 500, reason: "",
                message: "failed to create typed patch object (\(namespace)/\(name); "
                    + "\(description(version, kind))): " + Self.list(problems))
        }
    }

    /// `/v1, Kind=Pod`, `apps/v1, Kind=Deployment`.
    private func description(_ version: String, _ kind: String) -> String {
        (version.contains("/") ? version : "/" + version) + ", Kind=\(kind)"
    }

    private static func list(_ problems: [String]) -> String {
        if problems.count == 1 { return problems[0] }
        return "errors:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
    }
}

extension MergeSchema {
    /// What in a configuration does not fit its type, each with its path. Values of scalars are
    /// left to the check that every object goes through.
    func problems(_ value: JSONValue, _ type: ValueType, path: String) -> [String] {
        switch (type, value) {
        case (_, .null): []
        case (.structure, .object(let members)), (.map, .object(let members)):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                guard let member = member(name, of: type) else {
                    return ["\(path).\(name): field not declared in schema"]
                }
                return problems(value, member.type, path: "\(path).\(name)")
            }
        case (.structure, _), (.map, _):
            ["\(path): expected map, got &{\(Self.text(value))}"]
        case (.set, .array(let values)): elementProblems(values, type, .leaf, path: path)
        case (.keyed(_, let element), .array(let values)):
            elementProblems(values, type, element, path: path)
        case (.set, _), (.keyed, _): ["\(path): expected list, got &{\(Self.text(value))}"]
        case (.leaf, _): []
        }
    }

    private func elementProblems(
        _ values: [JSONValue], _ type: ValueType, _ elementType: ValueType, path: String
    ) -> [String] {
        var problems: [String] = []
        var seen: Set<String> = []
        for (index, (value, element)) in zip(values, elements(values, type)).enumerated() {
            guard let element else {
                problems.append("\(path): element \(index): \(elementProblem(value, type))")
                continue
            }
            let name = FieldPathElement.description(element)
            if !seen.insert(element).inserted {
                problems.append("\(path): duplicate entries for key \(name)")
            }
            problems += self.problems(value, elementType, path: path + name)
        }
        return problems
    }

    private func elementProblem(_ value: JSONValue, _ type: ValueType) -> String {
        switch (type, value) {
        case (.keyed(let keys, _), .object(let members)):
            let missing = keys.first { members[$0.name] == nil && $0.defaultValue == nil }
            return "associative list with keys has an element that omits key field "
                + "\"\(missing?.name ?? "")\" (and doesn't have default value)"
        case (.keyed, .null): return "associative list with keys may not have a null element"
        case (.keyed, _): return "associative list with keys may not have non-map elements"
        case (_, .null):
            return "associative list without keys has an element that's an explicit null"
        case (_, .object): return "associative list without keys has an element that's a map type"
        default: return "not supported: associative list with lists as elements"
        }
    }

    private static func text(_ value: JSONValue) -> String {
        value.stringValue ?? value.serialized()
    }
}
