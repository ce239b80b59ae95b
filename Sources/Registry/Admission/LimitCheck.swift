import JSON
import KubernetesAPI

/// Compares the resources of one container, Pod or claim with one item of a LimitRange.
struct LimitCheck {
    private let item: JSONValue
    private let requests: [String: Quantity]
    private let limits: [String: Quantity]

    init(_ item: JSONValue, resources: JSONValue) {
        self.item = item
        requests = resources.quantities("requests")
        limits = resources.quantities("limits")
    }

    init(_ item: JSONValue, amounts: ResourceAmounts) {
        self.item = item
        requests = amounts.requests
        limits = amounts.limits
    }

    var violations: [String] {
        bounds("min").compactMap(minimumViolation) + bounds("max").compactMap(maximumViolation)
            + bounds("maxLimitRequestRatio").compactMap(ratioViolation)
    }

    /// A claim has no limits, only requests.
    var violationsOfClaim: [String] {
        bounds("min").compactMap(minimumViolation) + bounds("max").compactMap(requestViolation)
    }

    private typealias Bound = (name: String, amount: Quantity)

    private var type: String { item.string("type") }

    private func bounds(_ member: String) -> [Bound] {
        item.quantities(member).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func minimumViolation(_ bound: Bound) -> String? {
        let rule = "minimum \(bound.name) usage per \(type) is \(bound.amount)"
        guard let request = requests[bound.name] else { return "\(rule).  No request is specified" }
        if request < bound.amount { return "\(rule), but request is \(request)" }
        if let limit = limits[bound.name], limit < bound.amount {
            return "\(rule), but limit is \(limit)"
        }
        return nil
    }

    private func maximumViolation(_ bound: Bound) -> String? {
        let rule = "maximum \(bound.name) usage per \(type) is \(bound.amount)"
        guard let limit = limits[bound.name] else { return "\(rule).  No limit is specified" }
        if limit > bound.amount { return "\(rule), but limit is \(limit)" }
        if let request = requests[bound.name], request > bound.amount {
            return "\(rule), but request is \(request)"
        }
        return nil
    }

    private func requestViolation(_ bound: Bound) -> String? {
        let rule = "maximum \(bound.name) usage per \(type) is \(bound.amount)"
        guard let request = requests[bound.name] else { return "\(rule).  No request is specified" }
        return request > bound.amount ? "\(rule), but request is \(request)" : nil
    }

    private func ratioViolation(_ bound: Bound) -> String? {
        let rule = "\(bound.name) max limit to request ratio per \(type) is \(bound.amount)"
        guard let request = requests[bound.name], !request.isZero else {
            return "\(rule), but no request is specified or request is 0"
        }
        guard let limit = limits[bound.name], !limit.isZero else {
            return "\(rule), but no limit is specified or limit is 0"
        }
        let ratio = Double(limit.nanos) / Double(request.nanos)
        return ratio > Double(bound.amount.nanos) / 1e9
            ? "\(rule), but provided ratio is \(ratio.sixDecimals)" : nil
    }
}
