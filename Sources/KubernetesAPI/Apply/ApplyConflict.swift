import JSON

/// Fields that an apply would change and that others own.
struct ApplyConflict: Error, Hashable {
    /// What of whom.
    var fields: [ManagedFields.Manager: FieldSet]

    /// The conflicts without those about some fields; nil where none is left.
    func excluding(_ allowed: FieldSet) -> ApplyConflict? {
        let rest = fields.mapValues { $0.difference(allowed) }.filter { !$0.value.isEmpty }
        return rest.isEmpty ? nil : ApplyConflict(fields: rest)
    }

    /// The answer to the client: 409 with a cause for each field.
    var refusal: APIError {
        let managers = fields.map { ("\($0.key)", $0.value.paths) }.sorted { $0.0 < $1.0 }
        let causes = managers.flatMap { manager, paths in
            paths.map { path -> JSONValue in
                [
                    "reason": "FieldManagerConflict",
                    "message": .string("conflict with \(manager)"), "field": .string(path),
                ]
            }
        }
        return APIError(
            code: 409, reason: "Conflict", message: Self.message(managers, count: causes.count),
            details: ["causes": .array(causes)])
    }

    private static func message(_ managers: [(String, [String])], count: Int) -> String {
        if count == 1, let (manager, paths) = managers.first, let path = paths.first {
            return "Apply failed with 1 conflict: conflict with \(manager): \(path)"
        }
        let lines = managers.flatMap { manager, paths in
            ["conflicts with \(manager):"] + paths.map { "- \($0)" }
        }
        return "Apply failed with \(count) conflicts: " + lines.joined(separator: "\n")
    }
}
