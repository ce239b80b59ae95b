import JSON

/// The quality of service that the requests and limits of cpu and memory give a Pod.
///
/// Init containers and sidecars count, ephemeral ones do not; Pod-level resources take the place of
/// the containers' (pkg/apis/core/v1/helper/qos in Kubernetes).
public enum QualityOfService {
    typealias Amounts = [String: Quantity]

    /// - Parameter spec: of a Pod, as JSON.
    public static func of(spec: JSONValue) -> PodQOSClass {
        let podLevel = spec["resources"] ?? .null
        guard podLevel.members("requests").isEmpty, podLevel.members("limits").isEmpty else {
            return of([amounts(podLevel)])
        }
        let containers = spec.elements("initContainers") + spec.elements("containers")
        return of(containers.map { amounts($0["resources"] ?? .null) })
    }

    private static func amounts(_ resources: JSONValue) -> (requests: Amounts, limits: Amounts) {
        func only(_ amounts: JSONObject) -> Amounts {
            var result: Amounts = [:]
            for name in counted { result[name] = amounts[name].flatMap(Quantity.init(checking:)) }
            return result
        }
        return (only(resources.members("requests")), only(resources.members("limits")))
    }

    fileprivate static func of(_ counted: [(requests: Amounts, limits: Amounts)]) -> PodQOSClass {
        let requests = counted.reduce(into: [:]) { add($1.requests, to: &$0) }
        let limits = counted.reduce(into: [:]) { add($1.limits, to: &$0) }
        if requests.isEmpty, limits.isEmpty { return .bestEffort }
        let allLimited = counted.allSatisfy { resources in
            Self.counted.allSatisfy { resources.limits[$0].map { !$0.isZero } ?? false }
        }
        return allLimited && requests == limits ? .guaranteed : .burstable
    }

    private static let counted = ["cpu", "memory"]

    private static func add(_ amounts: Amounts, to sums: inout Amounts) {
        for name in counted {
            guard let amount = amounts[name], !amount.isZero else { continue }
            sums[name, default: Quantity()] += amount
        }
    }
}

extension PodSpec {
    /// The quality of service that the Pod's requests and limits give it.
    public var qualityOfService: PodQOSClass {
        if let podLevel = resources, !(podLevel.requests.isEmpty && podLevel.limits.isEmpty) {
            return QualityOfService.of([(podLevel.requests, podLevel.limits)])
        }
        return QualityOfService.of(
            (initContainers + containers).map { ($0.resources.requests, $0.resources.limits) })
    }
}
