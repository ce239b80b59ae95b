import KubernetesAPI

/// What a Pod that ends still waits for, in words for its events.
enum TerminationWait {
    /// What takes longer is told, in nanoseconds.
    static let patience = 2 * Int64.second

    static func message(_ waits: [String]) -> String {
        "Waiting for " + waits.joined(separator: "; ")
    }

    /// - Parameters:
    ///   - volume: the one that is being made.
    ///   - removal: how far the removal is.
    static func list(
        _ pod: Pod, _ observed: ObservedPod, volume: String?,
        removal: RemovalProgress.Step = .sandbox
    ) -> [String] {
        switch observed.stage {
        case .syncing: return []
        case .terminated:
            return pod.metadata.deletionTimestamp == nil ? [] : [removal.rawValue]
        case .finishing: return [removal.rawValue]
        case .terminating: break
        }
        var waits = pod.spec.containersWithRoles.compactMap { container, _ in
            wait(for: container.name, observed[container.name])
        }
        switch observed.sandbox {
        case .creating: waits.append("its sandbox to be made")
        case .removing: waits.append("its old sandbox to be removed")
        default: break
        }
        if observed.isWritingVolumes {
            waits.append(volume.map { "volume \($0) to be mounted" } ?? "its volumes")
        }
        return waits
    }

    private static func wait(for name: String, _ seen: ObservedContainer) -> String? {
        if seen.operation == .launching { return "container \(name), which is being started" }
        guard seen.isActive, let ending = seen.ending else { return nil }
        let limit = "\(ending.gracePeriod)s at most"
        return switch ending.step {
        case .hook: "the preStop hook of container \(name), \(limit)"
        case .turn: "the containers that need \(name), \(limit)"
        case .signalled: "container \(name) to end after its stop signal, \(limit)"
        }
    }
}
