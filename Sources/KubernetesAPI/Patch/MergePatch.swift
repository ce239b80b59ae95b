import JSON

/// JSON merge patch (RFC 7386).
public enum MergePatch {
    /// The value with the patch's members in it; null removes.
    public static func apply(_ patch: JSONValue, to original: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members = original.objectValue ?? [:]
        for (key, change) in changes {
            if change.isNull {
                members[key] = nil
            } else {
                members[key] = apply(change, to: members[key] ?? .null)
            }
        }
        return .object(members)
    }
}
