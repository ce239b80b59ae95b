import KubernetesAPI

/// One threshold: what is watched, and how much has to be left.
struct EvictionThreshold: Sendable, Hashable {
    var signal: EvictionSignal
    var amount: EvictionAmount
    /// Nanoseconds that it may be passed; 0 for a hard one.
    var gracePeriod: Int64 = 0

    var isHard: Bool { gracePeriod == 0 }

    static func all(_ settings: EvictionSettings) -> [EvictionThreshold] {
        let hard = settings.hard.map { EvictionThreshold(signal: $0.key, amount: $0.value) }
        let soft = settings.soft.map {
            EvictionThreshold(
                signal: $0.key, amount: $0.value,
                gracePeriod: max(
                    (settings.softGracePeriod[$0.key] ?? .zero).nanoseconds, 1))
        }
        return (hard + soft).sorted {
            ($0.rank, $0.gracePeriod) < ($1.rank, $1.gracePeriod)
        }
    }

    /// Memory comes first.
    private var rank: Int { EvictionSignal.allCases.firstIndex(of: signal)! }
}

/// What is short on the machine, since when, and what of it calls for an eviction: a pure function
/// of what was known before and what is observed now (kubelet: `synchronize`).
struct EvictionState: Sendable, Hashable {
    /// When each threshold that is passed was first seen so, nanoseconds since 1970.
    private(set) var firstSeen: [EvictionThreshold: Int64] = [:]
    private var conditionLastSeen: [NodePressure: Int64] = [:]
    /// Those whose reclaim is not complete yet.
    private var unresolved: Set<EvictionThreshold> = []

    /// What the node says that it is short of.
    private(set) var pressure: Set<NodePressure> = []

    /// Looks at the machine.
    ///
    /// - Returns: the thresholds to act on, the most urgent first.
    mutating func observe(
        _ observations: [EvictionSignal: EvictionObservation], _ settings: EvictionSettings,
        now: Int64
    ) -> [EvictionThreshold] {
        let passed = EvictionThreshold.all(settings).filter { threshold in
            guard let seen = observations[threshold.signal] else { return false }
            var least = threshold.amount.amount(of: seen.capacity)
            if unresolved.contains(threshold), let more = settings.minimumReclaim[threshold.signal]
            {
                least += more.amount(of: seen.capacity)
            }
            return seen.available < least
        }
        firstSeen = Dictionary(
            passed.map { ($0, firstSeen[$0] ?? now) }, uniquingKeysWith: { first, _ in first })
        for threshold in passed { conditionLastSeen[threshold.signal.pressure] = now }
        let transition = settings.pressureTransitionPeriod.nanoseconds
        conditionLastSeen = conditionLastSeen.filter { now - $0.value < transition }
        pressure = Set(conditionLastSeen.keys)
        let due = passed.filter { now - firstSeen[$0]! >= $0.gracePeriod }
        unresolved = Set(due)
        return due
    }

    /// When a soft threshold or a condition has to be looked at again; nil where nothing is short.
    var isCalm: Bool { firstSeen.isEmpty && pressure.isEmpty }
}
