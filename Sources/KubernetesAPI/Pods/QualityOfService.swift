extension PodSpec {
    /// The quality of service that the requests and limits of cpu and memory give a Pod.
    ///
    /// Init containers and sidecars count, ephemeral ones do not; Pod-level resources take the place
    /// of the containers' (pkg/apis/core/v1/helper/qos in Kubernetes).
    public var qualityOfService: PodQOSClass {
        let counted: [ResourceRequirements] =
            if let podLevel = resources, !(podLevel.requests.isEmpty && podLevel.limits.isEmpty) {
                [podLevel]
            } else {
                (initContainers + containers).map(\.resources)
            }
        let requests = counted.reduce(into: [:]) { Self.add($1.requests, to: &$0) }
        let limits = counted.reduce(into: [:]) { Self.add($1.limits, to: &$0) }
        if requests.isEmpty, limits.isEmpty { return .bestEffort }
        let allLimited = counted.allSatisfy { resources in
            Self.counted.allSatisfy { resources.limits[$0].map { !$0.isZero } ?? false }
        }
        return allLimited && requests == limits ? .guaranteed : .burstable
    }

    private static let counted = ["cpu", "memory"]

    private static func add(_ amounts: [String: Quantity], to sums: inout [String: Quantity]) {
        for name in counted {
            guard let amount = amounts[name], !amount.isZero else { continue }
            sums[name, default: Quantity()] += amount
        }
    }
}
