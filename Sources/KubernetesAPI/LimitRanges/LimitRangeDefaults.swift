import JSON

/// What Kubernetes fills into a LimitRange.
public enum LimitRangeDefaults {
    /// For containers: the default limit is the maximum, the default request the default limit or
    /// else the minimum.
    public static func apply(to limitRange: inout JSONValue) {
        limitRange.update("spec") { spec in
            spec.updateEach("limits") { item in
                guard item.string("type") == "Container" else { return }
                fill(&item, "default", from: "max")
                fill(&item, "defaultRequest", from: "default")
                fill(&item, "defaultRequest", from: "min")
            }
        }
    }

    private static func fill(_ item: inout JSONValue, _ member: String, from source: String) {
        for (name, amount) in item.members(source) where item[member]?[name] == nil {
            item.set(amount, at: member, name)
        }
    }
}
