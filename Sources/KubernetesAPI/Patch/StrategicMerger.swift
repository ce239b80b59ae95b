import JSON

/// Applies a strategic merge patch.
struct StrategicMerger {
    let schema: Schema

    /// - Parameter object: the schema of the members; nil where they have none (labels, for example).
    func merge(
        _ patch: JSONObject, into original: JSONObject, _ object: Schema.Object?
    ) throws -> JSONObject {
        var patch = patch
        switch patch.removeValue(forKey: PatchDirective.patch)?.stringValue {
        case nil, "merge": break
        case "replace": return try merge(patch, into: [:], object)
        case "delete": return [:]
        case let directive?:
            throw APIError.strategicMerge(
                "unknown patch type: \(directive) in map: \(GoText.of(.object(patch)))")
        }
        var result = original
        if let retained = patch.removeValue(forKey: PatchDirective.retainKeys)?.arrayValue {
            let names = Set(retained.compactMap(\.stringValue))
            let others = patch.filter { !$0.key.hasPrefix("$") && !$0.value.isNull }
            guard others.keys.allSatisfy(names.contains) else {
                throw APIError.badRequest("invalid patch format of retainKeys")
            }
            result = result.filter { names.contains($0.key) }
        }
        for (key, value) in patch {
            guard
                let name = PatchDirective.target(key, PatchDirective.deleteFromPrimitiveList)
            else { continue }
            let removed = Set(value.arrayValue ?? [])
            result[name] = result[name]?.arrayValue.map { list in
                .array(list.filter { !removed.contains($0) })
            }
        }
        for (key, value) in patch where !key.hasPrefix("$") {
            result[key] = try merge(value, into: result[key], object?[key])
        }
        for (key, order) in patch {
            guard let name = PatchDirective.target(key, PatchDirective.setElementOrder),
                let list = result[name]?.arrayValue
            else { continue }
            result[name] = .array(
                StrategicList(mergeKey: object?[name]?.patchMergeKey).ordered(
                    list, by: order.arrayValue ?? [], original: original[name]?.arrayValue ?? []))
        }
        return result
    }

    /// The new value of a member; nil removes it.
    private func merge(
        _ patch: JSONValue, into original: JSONValue?, _ field: Schema.Field?
    ) throws -> JSONValue? {
        let child = field?.type.objectName.flatMap { schema.objects[$0] }
        switch patch {
        case .null:
            return nil
        case .object(let changes):
            let replaces = field?.patchStrategies.contains("replace") ?? false
            let base = replaces ? [:] : original?.objectValue ?? [:]
            if case .map? = field?.type, child != nil {
                return .object(try mergeMap(changes, into: base, child))
            }
            return .object(try merge(changes, into: base, child))
        case .array(let elements) where field?.isMerged == true:
            let base = original?.arrayValue ?? []
            let key = field?.patchMergeKey
            let merged =
                try key.map { try mergeElements(elements, into: base, key: $0, child) }
                ?? union(base, elements)
            // The patch's elements stand in its order, others where they were among them.
            return .array(
                StrategicList(mergeKey: key).ordered(merged, by: elements, original: base))
        default:
            return patch
        }
    }

    /// A map whose values are objects.
    private func mergeMap(
        _ patch: JSONObject, into original: JSONObject, _ child: Schema.Object?
    ) throws -> JSONObject {
        var result = original
        for (key, value) in patch {
            if value.isNull {
                result[key] = nil
            } else if let changes = value.objectValue {
                result[key] = .object(
                    try merge(changes, into: result[key]?.objectValue ?? [:], child))
            } else {
                result[key] = value
            }
        }
        return result
    }

    private func union(_ original: [JSONValue], _ added: [JSONValue]) -> [JSONValue] {
        var seen: Set<JSONValue> = []
        return (original + added).filter { seen.insert($0).inserted }
    }

    private func mergeElements(
        _ patch: [JSONValue], into original: [JSONValue], key: String, _ child: Schema.Object?
    ) throws -> [JSONValue] {
        let replaces = patch.contains { $0[PatchDirective.patch]?.stringValue == "replace" }
        var result = replaces ? [] : original
        for element in patch {
            guard case .object(let members) = element else {
                throw APIError.strategicMerge(
                    "expected a map[string]interface {}, but received a \(GoText.type(of: element))"
                )
            }
            if replaces, members.count == 1, members[PatchDirective.patch] != nil { continue }
            guard let identity = members[key] else {
                throw APIError.strategicMerge(
                    "map: \(GoText.of(element)) does not contain declared merge key: \(key)")
            }
            if members[PatchDirective.patch]?.stringValue == "delete" {
                result.removeAll { $0[key] == identity }
                continue
            }
            let position = result.firstIndex { $0[key] == identity }
            let base = position.flatMap { result[$0].objectValue } ?? [:]
            let merged = JSONValue.object(try merge(members, into: base, child))
            if let position { result[position] = merged } else { result.append(merged) }
        }
        return result
    }
}
