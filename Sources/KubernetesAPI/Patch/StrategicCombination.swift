import JSON

/// Puts the two halves of a three-way patch together.
struct StrategicCombination {
    let schema: Schema

    func combine(
        _ deletions: JSONObject, _ changes: JSONObject, _ object: Schema.Object?
    ) -> JSONObject {
        deletions.merging(changes) { $1 }.reduce(into: [:]) { patch, member in
            let (key, value) = member
            guard let deletion = deletions[key], let change = changes[key] else {
                patch[key] = value
                return
            }
            patch[key] = combine(deletion, change, object?[key])
        }
    }

    private func combine(
        _ deletion: JSONValue, _ change: JSONValue, _ field: Schema.Field?
    ) -> JSONValue {
        let child = field?.type.objectName.flatMap { schema.objects[$0] }
        switch (deletion, change) {
        case (.object(let deletions), .object(let changes)):
            return .object(combine(deletions, changes, child))
        case (.array(let deletions), .array(let changes)):
            guard let mergeKey = field?.patchMergeKey, field?.isMerged == true else {
                return change
            }
            return .array(combine(deletions, changes, mergeKey, child))
        default:
            return change
        }
    }

    private func combine(
        _ deletions: [JSONValue], _ changes: [JSONValue], _ mergeKey: String,
        _ child: Schema.Object?
    ) -> [JSONValue] {
        var elements = changes
        for deletion in deletions {
            let position = elements.firstIndex { $0[mergeKey] == deletion[mergeKey] }
            guard let position else {
                elements.append(deletion)
                continue
            }
            elements[position] = .object(
                combine(
                    deletion.objectValue ?? [:], elements[position].objectValue ?? [:], child))
        }
        return elements
    }
}
