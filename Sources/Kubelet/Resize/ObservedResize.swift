import KubernetesAPI

/// How far a change of a Pod's resources is.
struct ObservedResize: Sendable, Hashable {
    /// Why what is asked for has not been given.
    struct Pending: Sendable, Hashable {
        /// `Deferred` or `Infeasible`.
        var reason: String
        var message: String
        var generation: Int64
    }

    /// What has been given is being set on the running containers.
    struct Progress: Sendable, Hashable {
        var generation: Int64
        /// Why the last attempt failed, and when the next one is due.
        var failure: Failure?
        var isUnderWay = false
    }

    var pending: Pending?
    var progress: Progress?

    /// `PodResizePending` and `PodResizeInProgress`, as far as they are there.
    func conditions(previous: [PodCondition], now: Int64) -> [PodCondition] {
        var list: [PodCondition] = []
        func add(_ type: String, _ reason: String, _ message: String, _ generation: Int64) {
            let old = previous.first { $0.type.rawValue == type }
            list.append(
                .with {
                    $0.type = PodConditionType(rawValue: type)
                    $0.status = "True"
                    $0.reason = reason
                    $0.message = message
                    $0.observedGeneration = generation
                    $0.lastTransitionTime =
                        old?.lastTransitionTime
                        ?? Timestamp(nanosecondsSince1970: now).truncatedToSeconds
                })
        }
        if let pending {
            add("PodResizePending", pending.reason, pending.message, pending.generation)
        }
        if let progress {
            add(
                "PodResizeInProgress", progress.failure == nil ? "" : "Error",
                progress.failure?.message ?? "", progress.generation)
        }
        return list
    }
}
