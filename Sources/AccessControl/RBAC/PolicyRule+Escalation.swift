extension PolicyRule {
    /// What `wanted` gives that `held` does not, one verb of one resource at a time; empty where
    /// `held` covers it.
    public static func missing(_ wanted: [PolicyRule], in held: [PolicyRule]) -> [PolicyRule] {
        wanted.flatMap(\.parts).filter { part in !held.contains { $0.covers(part) } }
    }

    /// The rule as many rules of one verb, one resource and at most one name.
    private var parts: [PolicyRule] {
        var parts: [PolicyRule] = []
        let names: [[String]] = resourceNames.isEmpty ? [[]] : resourceNames.map { [$0] }
        for group in apiGroups {
            for resource in resources {
                for verb in verbs {
                    for name in names {
                        parts.append(
                            PolicyRule(
                                verbs: [verb], apiGroups: [group], resources: [resource],
                                resourceNames: name))
                    }
                }
            }
        }
        for url in nonResourceURLs {
            for verb in verbs { parts.append(PolicyRule(verbs: [verb], nonResourceURLs: [url])) }
        }
        return parts
    }

    /// - Parameter part: one of `parts`.
    private func covers(_ part: PolicyRule) -> Bool {
        func all(_ wanted: [String], in held: [String]) -> Bool {
            held.contains("*") || wanted.allSatisfy(held.contains)
        }
        let names =
            resourceNames.isEmpty
            || !part.resourceNames.isEmpty && part.resourceNames.allSatisfy(resourceNames.contains)
        return all(part.verbs, in: verbs) && all(part.apiGroups, in: apiGroups)
            && part.resources.allSatisfy(coversResource)
            && part.nonResourceURLs.allSatisfy { url in
                nonResourceURLs.contains { Self.url($0, covers: url) }
            } && names
    }

    private func coversResource(_ resource: String) -> Bool {
        if resources.contains("*") || resources.contains(resource) { return true }
        guard let slash = resource.firstIndex(of: "/") else { return false }
        return resources.contains("*\(resource[slash...])")
    }

    /// The same with the verbs of each resource in one rule.
    public static func compacted(_ rules: [PolicyRule]) -> [PolicyRule] {
        var compacted: [PolicyRule] = []
        var positions: [PolicyRule: Int] = [:]
        for rule in rules {
            var key = rule
            key.verbs = []
            if rule.nonResourceURLs.isEmpty, let position = positions[key] {
                compacted[position].verbs += rule.verbs.filter {
                    !compacted[position].verbs.contains($0)
                }
            } else {
                positions[key] = compacted.count
                compacted.append(rule)
            }
        }
        return compacted
    }

    /// `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`
    public var compactDescription: String {
        let members = [
            ("APIGroups", apiGroups), ("Resources", resources),
            ("NonResourceURLs", nonResourceURLs), ("ResourceNames", resourceNames),
            ("Verbs", verbs),
        ]
        let parts = members.filter { !$0.1.isEmpty }
            .map { "\($0.0):\(Self.quoted($0.1))" }
        return "{\(parts.joined(separator: ", "))}"
    }

    /// `["a" "b"]`, as Go prints a list of quoted strings.
    static func quoted(_ texts: [String]) -> String {
        "[\(texts.map { "\"\($0)\"" }.joined(separator: " "))]"
    }
}
