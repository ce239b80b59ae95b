/// Which Pods end so that a more important one has room: a pure function of a node and what is on it
/// (kube-scheduler: `SelectVictimsOnNode` of the plugin DefaultPreemption).
public enum Preemption {
    /// What may be done for a Pod that has no place.
    public enum Outcome: Sendable, Hashable {
        /// These end, the most important first; then there is room.
        case victims([PodFootprint])
        /// Some that end already make room, or will not: that shows when they have ended.
        case ending
        /// No end of less important Pods gives room.
        case none
    }

    /// - Parameters:
    ///   - pod: what has no place.
    ///   - ending: those that have been told to end, by uid.
    ///   - startedAt: when the Pods of the node were made, nanoseconds since 1970, by uid.
    ///   - violating: those of the Pods that it is given, the most important first, whose disruption
    ///     budget has none to spare; they are spared where others will do.
    public static func outcome(
        for pod: PodFootprint, on fit: NodeFit, ending: Set<String>, startedAt: [String: Int64],
        violating: ([PodFootprint]) -> Set<String>
    ) -> Outcome {
        let lesser = fit.occupancy.pods.values.filter { $0.priority < pod.priority }
        if lesser.contains(where: { ending.contains($0.uid) }) { return .ending }
        var without = fit
        for victim in lesser { without.occupancy.remove(uid: victim.uid) }
        guard !lesser.isEmpty, without.failures(of: pod).isEmpty else { return .none }
        let importance = lesser.sorted {
            ($1.priority, startedAt[$0.uid] ?? 0, $0.uid) < (
                $0.priority, startedAt[$1.uid] ?? 0, $1.uid
            )
        }
        let protected = violating(importance)
        // Whoever may stay comes back, those first that should not go.
        var victims: [PodFootprint] = []
        for candidate in importance.filter({ protected.contains($0.uid) })
            + importance.filter({ !protected.contains($0.uid) })
        {
            without.occupancy.add(candidate)
            if without.failures(of: pod).isEmpty { continue }
            without.occupancy.remove(uid: candidate.uid)
            victims.append(candidate)
        }
        return .victims(victims)
    }
}
