extension Toleration {
    /// Whether a Pod with this toleration may be where the taint is (core/v1 `ToleratesTaint`).
    public func tolerates(_ taint: Taint) -> Bool {
        guard effect.rawValue.isEmpty || effect == taint.effect else { return false }
        guard key.isEmpty || key == taint.key else { return false }
        return switch self.operator.rawValue {
        case "", "Equal": !key.isEmpty && value == taint.value
        case "Exists": true
        default: false
        }
    }
}

extension [Toleration] {
    public func tolerate(_ taint: Taint) -> Bool { contains { $0.tolerates(taint) } }
}

extension Taint {
    /// As messages name it: `key=value:effect`, `key:effect`.
    public var text: String {
        (value.isEmpty ? key : "\(key)=\(value)") + ":" + effect.rawValue
    }
}
