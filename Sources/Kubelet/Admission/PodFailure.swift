import KubernetesAPI

/// Why a Pod fails as a whole, whatever its containers did.
struct PodFailure: Error, Sendable, Hashable {
    /// As its status has it: `OutOfcpu`, `Evicted`.
    var reason: String
    var message: String
    /// Whether nothing of it was ever begun.
    var isRejection = false
    /// The message of its condition `DisruptionTarget`; nil where it has none.
    var disruption: String?
    /// What programs read of the event that tells it.
    var annotations: [String: String] = [:]
}
