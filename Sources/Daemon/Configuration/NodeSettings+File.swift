import JSON
import Kubelet
import KubernetesAPI

/// The settings of the node, by the names that they have in a KubeletConfiguration.
extension NodeSettings {
    static let keys = [
        "maxPods", "podPidsLimit", "kubeReserved", "systemReserved", "evictionHard", "evictionSoft",
        "evictionSoftGracePeriod", "evictionMinimumReclaim", "evictionPressureTransitionPeriod",
        "evictionMaxPodGracePeriod", "singleProcessOOMKill",
    ]

    /// - Returns: whether there is such a key.
    /// - Throws: `ConfigurationError`.
    mutating func set(_ key: String, to value: JSONValue) throws -> Bool {
        switch key {
        case "maxPods": maximumPods = Int(try Self.number(value, 1...100_000))
        case "podPidsLimit":
            let limit = try Self.number(value, -1...4_194_304)
            podPIDsLimit = limit > 0 ? limit : nil
        case "kubeReserved": kubeReserved = try Self.amounts(value)
        case "systemReserved": systemReserved = try Self.amounts(value)
        case "evictionHard": eviction.hard = try Self.thresholds(value)
        case "evictionSoft": eviction.soft = try Self.thresholds(value)
        case "evictionSoftGracePeriod":
            eviction.softGracePeriod = try Self.bySignal(value) { try Self.duration($0) }
        case "evictionMinimumReclaim": eviction.minimumReclaim = try Self.thresholds(value)
        case "evictionPressureTransitionPeriod":
            eviction.pressureTransitionPeriod = try Self.duration(value)
        case "evictionMaxPodGracePeriod":
            eviction.maximumPodGracePeriod = try Self.number(value, 0...86_400)
        case "singleProcessOOMKill":
            guard let flag = value.boolValue else {
                throw ConfigurationError("expected true or false")
            }
            singleProcessOOMKill = flag
        default: return false
        }
        return true
    }

    private static func number(_ value: JSONValue, _ range: ClosedRange<Int64>) throws -> Int64 {
        guard let number = value.integerValue, range.contains(number) else {
            throw ConfigurationError(
                "expected a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func amounts(_ value: JSONValue) throws -> [String: Quantity] {
        try (value.objectValue ?? [:]).mapValues { amount in
            guard let quantity = Quantity(checking: amount), quantity >= Quantity() else {
                throw ConfigurationError("expected amounts, for example {cpu: 100m, memory: 1Gi}")
            }
            return quantity
        }
    }

    private static func thresholds(_ value: JSONValue) throws -> [EvictionSignal: EvictionAmount] {
        try bySignal(value) { amount in
            let text = amount.stringValue ?? amount.integerValue.map(String.init) ?? ""
            guard let found = EvictionAmount(text) else {
                throw ConfigurationError("expected an amount or a share: 100Mi, 10%")
            }
            return found
        }
    }

    private static func bySignal<Value>(
        _ value: JSONValue, _ read: (JSONValue) throws -> Value
    ) throws -> [EvictionSignal: Value] {
        var found: [EvictionSignal: Value] = [:]
        for (name, value) in value.objectValue ?? [:] {
            guard let signal = EvictionSignal(rawValue: name) else {
                let known = EvictionSignal.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError("unknown signal \(name); known are \(known)")
            }
            found[signal] = try read(value)
        }
        return found
    }

    /// `90s`, `5m`, `1h`
    private static func duration(_ value: JSONValue) throws -> Duration {
        let text = value.stringValue ?? ""
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (0...86_400).contains(count)
        else { throw ConfigurationError("expected a duration: 90s, 5m, 1h") }
        return .seconds(count * unit)
    }
}
