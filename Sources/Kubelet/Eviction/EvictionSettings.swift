import JSON
import KubernetesAPI

/// What is watched of the machine so that it never runs out of it.
public enum EvictionSignal: String, Sendable, CaseIterable {
    case memoryAvailable = "memory.available"
    case nodeFsAvailable = "nodefs.available"
    case nodeFsInodesFree = "nodefs.inodesFree"
    case imageFsAvailable = "imagefs.available"
    case imageFsInodesFree = "imagefs.inodesFree"
    case pidAvailable = "pid.available"

    /// What Pods are ranked by, as messages name it.
    var resource: String {
        switch self {
        case .memoryAvailable: "memory"
        case .nodeFsAvailable, .imageFsAvailable: "ephemeral-storage"
        case .nodeFsInodesFree, .imageFsInodesFree: "inodes"
        case .pidAvailable: "pids"
        }
    }

    var pressure: NodePressure {
        switch self {
        case .memoryAvailable: .memory
        case .pidAvailable: .pid
        default: .disk
        }
    }
}

/// An amount, or a share of what there is.
public enum EvictionAmount: Sendable, Hashable {
    case quantity(Quantity)
    /// 0...1
    case share(Double)

    /// Reads `100Mi` or `10%`; nil for anything else.
    public init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let percent = Double(text.dropLast()), (0...100).contains(percent) else {
                return nil
            }
            self = .share(percent / 100)
        } else {
            guard let quantity = Quantity(checking: .string(text)), quantity >= Quantity() else {
                return nil
            }
            self = .quantity(quantity)
        }
    }

    /// Whole units: bytes, inodes, process ids.
    func amount(of capacity: Int64) -> Int64 {
        switch self {
        case .quantity(let quantity): quantity.value
        // The kubelet keeps shares with this precision, which shows in what it prints.
        case .share(let share): Int64(Double(capacity) * Double(Float(share)))
        }
    }

    /// As messages have it.
    func text(of capacity: Int64) -> String {
        switch self {
        case .quantity(let quantity): quantity.description
        case .share: Quantity(value: amount(of: capacity), format: .binarySI).description
        }
    }
}

/// When Pods are evicted (the kubelet's settings of the same names).
public struct EvictionSettings: Sendable, Hashable {
    /// Less than this is too little at once.
    public var hard: [EvictionSignal: EvictionAmount] = EvictionSettings.defaultHard
    /// Less than this for longer than its grace period is too little.
    public var soft: [EvictionSignal: EvictionAmount] = [:]
    public var softGracePeriod: [EvictionSignal: Duration] = [:]
    /// How much more than the threshold has to be there before all is well again.
    public var minimumReclaim: [EvictionSignal: EvictionAmount] = [:]
    /// How long a node's condition stays after it was last seen.
    public var pressureTransitionPeriod = Duration.seconds(300)
    /// Seconds that a Pod gets at a soft threshold at most.
    public var maximumPodGracePeriod: Int64 = 0
    /// How often the machine is looked at, unless the kernel tells sooner.
    public var interval = Duration.seconds(10)

    public init() {}

    /// The kubelet's defaults.
    public static let defaultHard: [EvictionSignal: EvictionAmount] = [
        .memoryAvailable: .quantity(Quantity(value: 100 << 20, format: .binarySI)),
        .nodeFsAvailable: .share(0.10), .nodeFsInodesFree: .share(0.05),
        .imageFsAvailable: .share(0.15), .imageFsInodesFree: .share(0.05),
    ]

    /// What Pods do not get because they would be evicted for it.
    func reserved(of capacity: [String: Quantity]) -> [String: Quantity] {
        var reserved: [String: Quantity] = [:]
        for (signal, resource) in [
            (EvictionSignal.memoryAvailable, "memory"), (.nodeFsAvailable, "ephemeral-storage"),
        ] {
            guard let threshold = hard[signal], let all = capacity[resource] else { continue }
            reserved[resource] = Quantity(
                value: threshold.amount(of: all.value), format: .binarySI)
        }
        return reserved
    }
}
