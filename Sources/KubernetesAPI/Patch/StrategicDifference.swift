import JSON

/// One half of a three-way patch: what to set, or what to remove.
struct StrategicDifference {
    enum Mode {
        /// What `to` has and `from` has not, or otherwise.
        case changes
        /// What `from` has and `to` has not.
        case deletions
    }

    let schema: Schema
    let mode: Mode

    func members(
        from old: JSONObject, to new: JSONObject, _ object: Schema.Object?,
        retainsKeys: Bool = false
    ) throws -> JSONObject {
        var patch: JSONObject = [:]
        for (key, oldValue) in old {
            if let newValue = new[key] {
                try compare(key, oldValue, newValue, object?[key], into: &patch)
            } else if mode == .deletions {
                patch[key] = .null
            }
        }
        if mode == .changes {
            for (key, value) in new where old[key] == nil { patch[key] = value }
        }
        if retainsKeys, !patch.isEmpty {
            patch[PatchDirective.retainKeys] = .array(new.keys.sorted().map(JSONValue.string))
        }
        return patch
    }

    private func compare(
        _ key: String, _ old: JSONValue, _ new: JSONValue, _ field: Schema.Field?,
        into patch: inout JSONObject
    ) throws {
        let strategies = field?.patchStrategies ?? []
        switch (old, new) {
        case (.object(let old), .object(let new)) where !strategies.contains("replace"):
            let child = childSchema(field)
            let changes = try members(
                from: old, to: new, child, retainsKeys: strategies.contains("retainKeys"))
            if !changes.isEmpty { patch[key] = .object(changes) }
        case (.array(let old), .array(let new)) where strategies.contains("merge"):
            try compareLists(key, old, new, field!, into: &patch)
        default:
            if mode == .changes, old != new { patch[key] = new }
        }
    }

    /// Labels and the like have no schema of their own; neither do the keys of a map of objects.
    private func childSchema(_ field: Schema.Field?) -> Schema.Object? {
        guard case .object(let name)? = field?.type else { return nil }
        return schema.objects[name]
    }

    private func compareLists(
        _ key: String, _ old: [JSONValue], _ new: [JSONValue], _ field: Schema.Field,
        into patch: inout JSONObject
    ) throws {
        let list = StrategicList(mergeKey: field.patchMergeKey)
        var changed: [JSONValue] = []
        if let mergeKey = field.patchMergeKey {
            changed = try elementChanges(old, new, mergeKey, field)
            if !changed.isEmpty { patch[key] = .array(changed) }
        } else {
            let added = mode == .changes ? new.filter { !old.contains($0) } : []
            let removed = mode == .deletions ? old.filter { !new.contains($0) } : []
            if !added.isEmpty { patch[key] = .array(added) }
            if !removed.isEmpty {
                patch[PatchDirective.deleteFromPrimitiveList + key] = .array(removed)
            }
            changed = added + removed
        }
        let isReordered = mode == .changes && !isSameOrder(list, old, new)
        if !changed.isEmpty || isReordered {
            patch[PatchDirective.setElementOrder + key] = .array(list.identities(new))
        }
    }

    private func elementChanges(
        _ old: [JSONValue], _ new: [JSONValue], _ mergeKey: String, _ field: Schema.Field
    ) throws -> [JSONValue] {
        let child = field.type.objectName.flatMap { schema.objects[$0] }
        let retainsKeys = field.patchStrategies.contains("retainKeys")
        var patch: [JSONValue] = []
        for element in new {
            guard let identity = element[mergeKey] else {
                throw APIError.strategicMerge(
                    "map: \(GoText.of(element)) does not contain declared merge key: \(mergeKey)")
            }
            guard let before = old.first(where: { $0[mergeKey] == identity }) else {
                if mode == .changes { patch.append(element) }
                continue
            }
            var changes = try members(
                from: before.objectValue ?? [:], to: element.objectValue ?? [:], child,
                retainsKeys: retainsKeys)
            if changes.isEmpty { continue }
            changes[mergeKey] = identity
            patch.append(.object(changes))
        }
        guard mode == .deletions else { return patch }
        let kept = Set(new.compactMap { $0[mergeKey] })
        for element in old {
            guard let identity = element[mergeKey], !kept.contains(identity) else { continue }
            patch.append(.object([mergeKey: identity, PatchDirective.patch: "delete"]))
        }
        return patch
    }

    /// Elements that only the server has do not count.
    private func isSameOrder(
        _ list: StrategicList, _ old: [JSONValue], _ new: [JSONValue]
    ) -> Bool {
        let wanted = new.compactMap(list.identity)
        let names = Set(wanted)
        return old.compactMap(list.identity).filter(names.contains) == wanted
    }
}
