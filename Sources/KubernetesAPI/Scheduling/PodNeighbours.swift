import JSON

/// Whom a Pod wants beside it and whom not, as far as that means something on one node: all of a
/// topology is that node.
struct PodNeighbours {
    let pod: PodFootprint
    let node: NodeFacts
    let occupancy: NodeOccupancy
    let namespaceLabels: @Sendable (String) -> [String: String]

    /// Nil where nothing speaks against the Pod.
    var failure: FitFailure? {
        if let failure = spread { return failure }
        let affinity = terms("podAffinity", of: pod)
        if !affinity.isEmpty, !isSatisfied(affinity) { return .podAffinity }
        for term in terms("podAntiAffinity", of: pod) where hasTopology(term) {
            if others.contains(where: { matches($0, term, of: pod) }) { return .podAntiAffinity }
        }
        for uid in occupancy.withAntiAffinity where uid != pod.uid {
            let other = occupancy.pods[uid]!
            for term in terms("podAntiAffinity", of: other)
            where hasTopology(term) && matches(pod, term, of: other) {
                return .existingPodAntiAffinity
            }
        }
        return nil
    }

    private var others: some Sequence<PodFootprint> {
        occupancy.pods.values.lazy.filter { $0.uid != pod.uid }
    }

    private func terms(_ kind: String, of pod: PodFootprint) -> [JSONValue] {
        pod.affinity?.value(at: kind, "requiredDuringSchedulingIgnoredDuringExecution")?
            .arrayValue ?? []
    }

    private func hasTopology(_ term: JSONValue) -> Bool {
        node.labels[term["topologyKey"]?.stringValue ?? ""] != nil
    }

    /// The first of a group that wants to be together may start it.
    private func isSatisfied(_ terms: [JSONValue]) -> Bool {
        guard terms.allSatisfy(hasTopology) else { return false }
        if others.contains(where: { other in
            terms.allSatisfy { matches(other, $0, of: pod) }
        }) {
            return true
        }
        return terms.allSatisfy { matches(pod, $0, of: pod) }
    }

    /// - Parameter owner: the Pod whose term it is.
    private func matches(
        _ candidate: PodFootprint, _ term: JSONValue, of owner: PodFootprint
    ) -> Bool {
        Self.selects(candidate.labels, term["labelSelector"])
            && isInScope(candidate.namespace, term, of: owner)
    }

    private func isInScope(
        _ namespace: String, _ term: JSONValue, of owner: PodFootprint
    ) -> Bool {
        let names = term.strings("namespaces")
        let selector = term["namespaceSelector"]
        guard let selector, !selector.isNull else {
            return names.isEmpty ? namespace == owner.namespace : names.contains(namespace)
        }
        return names.contains(namespace)
            || Self.selects(namespaceLabels(namespace), selector)
    }

    /// A selector that is not there selects nothing, an empty one everything.
    private static func selects(_ labels: [String: String], _ selector: JSONValue?) -> Bool {
        guard let selector, !selector.isNull,
            let matcher = try? LabelMatcher(LabelSelector(json: selector))
        else { return false }
        return matcher.matches(labels)
    }

    /// With one node there is one domain, which always has the fewest Pods; only who wants more
    /// domains than one can be refused.
    private var spread: FitFailure? {
        let strict = pod.spreadConstraints.filter {
            $0["whenUnsatisfiable"]?.stringValue != "ScheduleAnyway"
        }
        for constraint in strict where !hasTopology(constraint) { return .topologySpreadLabel }
        for constraint in strict where (constraint["minDomains"]?.integerValue ?? 1) > 1 {
            let selector = constraint["labelSelector"]
            let count = others.count {
                $0.namespace == pod.namespace && Self.selects($0.labels, selector)
            }
            let own = Self.selects(pod.labels, selector) ? 1 : 0
            if Int64(count + own) > constraint["maxSkew"]?.integerValue ?? 1 {
                return .topologySpread
            }
        }
        return nil
    }
}
