import JSON

/// Kubernetes' strategic merge patch: a merge patch that tells the elements of lists apart by the
/// merge keys of the schema, with directives (`$patch`, `$retainKeys`, `$setElementOrder/…`,
/// `$deleteFromPrimitiveList/…`).
public enum StrategicMergePatch {
    /// An object of a kind after the patch.
    ///
    /// - Throws: `APIError` (bad request) for a directive that is not understood or an element without
    ///   its merge key.
    public static func apply(
        _ patch: JSONValue, to original: JSONValue, kind: String, schema: Schema = .kubernetes
    ) throws -> JSONValue {
        guard case .object(let changes) = patch else {
            throw APIError.badRequest("a strategic merge patch is an object")
        }
        let merger = StrategicMerger(schema: schema)
        return .object(
            try merger.merge(changes, into: original.objectValue ?? [:], schema.objects[kind]))
    }

    /// The patch that makes `current` what `modified` asks for, as `kubectl apply` makes it: what is in
    /// `modified` and differs is set, and what was in `original` but is no longer in `modified` is
    /// removed. Fields that others set stay.
    ///
    /// - Parameters:
    ///   - original: what was applied before (the annotation
    ///     `kubectl.kubernetes.io/last-applied-configuration`); nil for nothing.
    ///   - modified: what is to be applied.
    ///   - current: what the server has.
    /// - Returns: an empty object where there is nothing to change.
    public static func create(
        original: JSONValue?, modified: JSONValue, current: JSONValue, kind: String,
        schema: Schema = .kubernetes
    ) throws -> JSONValue {
        let object = schema.objects[kind]
        let wanted = modified.objectValue ?? [:]
        let changes = try StrategicDifference(schema: schema, mode: .changes)
            .members(from: current.objectValue ?? [:], to: wanted, object)
        let deletions = try StrategicDifference(schema: schema, mode: .deletions)
            .members(from: original?.objectValue ?? [:], to: wanted, object)
        return .object(StrategicCombination(schema: schema).combine(deletions, changes, object))
    }
}

/// The members of a patch that say how to apply it.
enum PatchDirective {
    static let patch = "$patch"
    static let retainKeys = "$retainKeys"
    static let setElementOrder = "$setElementOrder/"
    static let deleteFromPrimitiveList = "$deleteFromPrimitiveList/"

    /// The member that a list directive is about.
    static func target(_ key: String, _ directive: String) -> String? {
        key.hasPrefix(directive) ? String(key.dropFirst(directive.count)) : nil
    }
}
