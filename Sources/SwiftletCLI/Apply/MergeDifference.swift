import JSON

/// Three-way JSON merge patches (RFC 7386), for kinds whose lists have no known merge keys.
enum MergeDifference {
    /// What turns `current` into `modified`, leaving alone what others have set: members that were
    /// in `original` and are no longer in `modified` go, all others stay.
    static func create(original: JSONValue, modified: JSONValue, current: JSONValue) -> JSONValue {
        let original = original.objectValue ?? [:]
        let wanted = modified.objectValue ?? [:]
        let present = current.objectValue ?? [:]
        var patch: JSONObject = [:]
        for key in original.keys where wanted[key] == nil && present[key] != nil {
            patch[key] = .null
        }
        for (key, value) in wanted where present[key] != value {
            guard value.objectValue != nil, let live = present[key], live.objectValue != nil else {
                patch[key] = value
                continue
            }
            let inner = create(original: original[key] ?? .null, modified: value, current: live)
            if inner != .object([:]) { patch[key] = inner }
        }
        return .object(patch)
    }
}
