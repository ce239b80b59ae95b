import JSON

/// What may still change where a Pod waits for its scheduling gates: what narrows its choice of nodes.
enum GatedPodValidation {
    /// Checks the changes of the node selector and affinity, and takes them back in `spec`.
    static func restore(_ spec: inout JSONValue, _ new: Field, _ old: Field) -> [FieldError] {
        var findings: [FieldError] = []
        let selector = new["nodeSelector"]
        if selector.entries.map(\.field.value) != old["nodeSelector"].entries.map(\.field.value)
            || selector.entries.map(\.key) != old["nodeSelector"].entries.map(\.key)
        {
            findings += nodeSelector(selector, old["nodeSelector"])
            spec["nodeSelector"] = old["nodeSelector"].value
        }
        let before = old["affinity"]["nodeAffinity"]
        let after = new["affinity"]["nodeAffinity"]
        if after.value != before.value {
            findings += nodeAffinity(after, before)
            if spec["affinity"] == nil { spec["affinity"] = [:] }
            spec.set(before.value, at: "affinity", "nodeAffinity")
            if !old["affinity"].isSet, spec["affinity"]?.objectValue?.isEmpty == true {
                spec["affinity"] = nil
            }
        }
        return findings
    }

    @FieldErrorList private static func nodeSelector(_ new: Field, _ old: Field) -> [FieldError] {
        if old.entries.contains(where: { new[$0.key].value != $0.field.value }) {
            new.invalid(
                "only additions to spec.nodeSelector are allowed (no mutations or deletions)")
        }
    }

    private static func nodeAffinity(_ new: Field, _ old: Field) -> [FieldError] {
        let required = "requiredDuringSchedulingIgnoredDuringExecution"
        let before = old[required]["nodeSelectorTerms"].elements
        let terms = new[required]["nodeSelectorTerms"]
        if before.isEmpty { return [] }
        if before.count != terms.count {
            return [
                terms.invalid(
                    "no additions/deletions to non-empty NodeSelectorTerms list are allowed")
            ]
        }
        return zip(terms.elements, before).compactMap { term, old in
            hasOnlyAdditions(term, old)
                ? nil : term.invalid("only additions are allowed (no mutations or deletions)")
        }
    }

    private static func hasOnlyAdditions(_ new: Field, _ old: Field) -> Bool {
        let lists = ["matchExpressions", "matchFields"]
        // A term without requirements selects nothing; with some it would.
        if lists.allSatisfy({ old[$0].isEmpty }) { return lists.allSatisfy { new[$0].isEmpty } }
        return lists.allSatisfy { list in
            let before = old[list].elements.map(\.json)
            return Array(new[list].elements.map(\.json).prefix(before.count)) == before
        }
    }
}
