import JSON

/// Whether a node has the labels that a Pod requires of it: `nodeSelector` and the required node
/// affinity.
enum NodeAffinity {
    static func matches(
        _ node: NodeFacts, nodeSelector: [String: String], affinity: JSONValue?
    ) -> Bool {
        guard nodeSelector.allSatisfy({ node.labels[$0.key] == $0.value }) else { return false }
        let required = affinity?.value(
            at: "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
        guard let required, !required.isNull else { return true }
        return (required["nodeSelectorTerms"]?.arrayValue ?? []).contains { matches(node, $0) }
    }

    /// One of the terms has to hold; a term without requirements never does.
    private static func matches(_ node: NodeFacts, _ term: JSONValue) -> Bool {
        let expressions = term["matchExpressions"]?.arrayValue ?? []
        let fields = term["matchFields"]?.arrayValue ?? []
        if expressions.isEmpty, fields.isEmpty { return false }
        return expressions.allSatisfy { requirement($0)?.matches(node.labels) ?? false }
            && fields.allSatisfy {
                requirement($0)?.matches(["metadata.name": node.name]) ?? false
            }
    }

    private static func requirement(_ expression: JSONValue) -> LabelMatcher.Requirement? {
        let values = expression.strings("values")
        let condition: LabelMatcher.Requirement.Condition
        switch expression["operator"]?.stringValue {
        case "In": condition = .isIn(values)
        case "NotIn": condition = .isNotIn(values)
        case "Exists": condition = .exists
        case "DoesNotExist": condition = .doesNotExist
        case "Gt":
            guard let bound = values.first.flatMap({ Int64($0) }) else { return nil }
            condition = .isGreater(than: bound)
        case "Lt":
            guard let bound = values.first.flatMap({ Int64($0) }) else { return nil }
            condition = .isLess(than: bound)
        default: return nil
        }
        return LabelMatcher.Requirement(expression["key"]?.stringValue ?? "", condition)
    }
}
