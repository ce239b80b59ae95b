import JSON
import KubernetesAPI
import ObjectStore
import Synchronization

/// Which Pods have a place on the node of this machine, and which wait for one.
///
/// It hears of each change within its commit, and a place is taken before the Pod is written: two
/// Pods that come at the same time never get the same room.
final class NodeAssignments: Sendable {
    /// A Pod without a place.
    struct WaitingPod: Sendable {
        var key: ObjectKey
        var footprint: PodFootprint
        /// When it was made, nanoseconds since 1970.
        var createdAt: Int64
        /// Why it has none, as its condition says.
        var message: String
        /// Whether that was said of another generation of it.
        var isOutdated = false
        /// Whether Pods end for it; then those that are less important do not get its room.
        var isNominated = false
    }

    private struct State {
        /// Nil while no Node object is there.
        var node: NodeFacts?
        var occupancy = NodeOccupancy()
        /// Claims that are there, by namespace and name, and whether Pods may use them.
        var claims: [String: Bool] = [:]
        /// Those for one Pod at a time.
        var exclusiveClaims: Set<String> = []
        /// By uid.
        var waiting: [String: WaitingPod] = [:]
        /// Pods that have been told to end.
        var ending: Set<String> = []
        /// When the Pods with a place were made, nanoseconds since 1970.
        var createdAt: [String: Int64] = [:]

        /// With those that are as important as a Pod or more and wait for others' end.
        func occupancy(for pod: PodFootprint) -> NodeOccupancy {
            var occupancy = occupancy
            for other in waiting.values
            where other.isNominated && other.footprint.priority >= pod.priority
                && other.footprint.uid != pod.uid
            {
                occupancy.add(other.footprint)
            }
            return occupancy
        }

        mutating func place(
            _ pod: PodFootprint, _ reserves: Bool,
            _ namespaceLabels: @escaping @Sendable (String) -> [String: String]
        ) -> [FitFailure] {
            let unready = unreadyClaims(of: pod)
            if !unready.isEmpty { return unready }
            if let node {
                let fit = NodeFit(
                    node: node, occupancy: occupancy(for: pod), exclusiveClaims: exclusiveClaims,
                    namespaceLabels: namespaceLabels)
                let failures = fit.failures(of: pod)
                if !failures.isEmpty { return failures }
            }
            if reserves { occupancy.add(pod) }
            return []
        }

        /// As kube-scheduler's volume plugins find it before they look at nodes.
        private func unreadyClaims(of pod: PodFootprint) -> [FitFailure] {
            for name in pod.claims {
                guard let isUsable = claims["\(pod.namespace)/\(name)"] else {
                    return [.claimNotFound(name)]
                }
                if !isUsable { return [.unboundClaims] }
            }
            return []
        }
    }

    /// A claim of the classes that are built in waits for its first Pod; any other has to be bound.
    private static func isUsable(_ claim: JSONValue) -> Bool {
        guard let name = claim.value(at: "spec", "storageClassName")?.stringValue,
            !PersistentVolumeDefaults.delayedClasses.contains(name)
        else { return true }
        return claim.string("phase", in: "status") == "Bound"
    }

    /// It has no other access mode then.
    private static func isExclusive(_ claim: JSONValue) -> Bool {
        claim.value(at: "spec", "accessModes")?.arrayValue?.contains("ReadWriteOncePod") == true
    }

    static let schedulerName = "default-scheduler"

    let nodeName: String
    private let state = Mutex(State())
    /// Something has changed that may give a waiting Pod its place; one reader.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    /// The node has changed; one reader.
    let nodeSignals: AsyncStream<Void>
    private let nodeSignal: AsyncStream<Void>.Continuation

    init(nodeName: String) {
        self.nodeName = nodeName
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (nodeSignals, nodeSignal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Reads what is there and hears of every change from now on.
    ///
    /// - Parameter damaged: is told of objects that could not be read, which are left out.
    func follow(
        _ store: ObjectStore, damaged: (ObjectStoreError) -> Void
    ) throws(ObjectStoreError) {
        try store.follow(ResourceType.nodes.qualifiedName) {
            switch $0 {
            case .success(let node): nodeChanged(node.object, node.key.name)
            case .failure(let error): damaged(error)
            }
        } change: { [self] in
            nodeChanged($0.kind == .deleted ? nil : $0.current.object, $0.key.name)
        }
        try store.follow(ResourceType.persistentVolumeClaims.qualifiedName) {
            switch $0 {
            case .success(let claim): claimChanged(claim.key, claim.object)
            case .failure(let error): damaged(error)
            }
        } change: { [self] in
            claimChanged($0.key, $0.kind == .deleted ? nil : $0.current.object)
        }
        // Thousands may be there, and the daemon's start waits for them.
        try store.follow(ResourceType.pods.qualifiedName, reading: PodFootprint.fields) {
            switch $0 {
            case .success(let pod): podChanged(pod.key, from: nil, to: pod.object)
            case .failure(let error): damaged(error)
            }
        } change: { [self] in
            podChanged(
                $0.key, from: $0.previous?.object,
                to: $0.kind == .deleted ? nil : $0.current.object)
        }
    }

    // MARK: - Places

    /// Gives a Pod a place, where there is one.
    ///
    /// - Parameter reserves: whether the place is taken; else it is only looked for.
    /// - Returns: what speaks against it; empty where it has its place.
    func place(
        _ pod: PodFootprint, reserves: Bool = true,
        namespaceLabels: @escaping @Sendable (String) -> [String: String]
    ) -> [FitFailure] {
        state.withLock { $0.place(pod, reserves, namespaceLabels) }
    }

    /// As `place`, for a Pod that waits; nil where it does not wait any more.
    func placeWaiting(
        uid: String, namespaceLabels: @escaping @Sendable (String) -> [String: String]
    ) -> [FitFailure]? {
        state.withLock { state in
            state.waiting[uid].map { state.place($0.footprint, true, namespaceLabels) }
        }
    }

    /// Gives back the place of a Pod that was not written.
    func release(uid: String) {
        let wasThere = state.withLock { $0.occupancy.remove(uid: uid) }
        if wasThere { signal.yield() }
    }

    /// Gives back the place of a Pod that could not be bound and waits still. Nobody looks at it at
    /// once: what went wrong would do so again.
    func releaseWaiting(uid: String) {
        state.withLock { state in
            if state.waiting[uid] != nil { state.occupancy.remove(uid: uid) }
        }
    }

    /// Those without a place, in the order in which they get one: by priority, then by age.
    var waiting: [WaitingPod] {
        state.withLock { Array($0.waiting.values) }.sorted {
            ($1.footprint.priority, $0.createdAt, $0.key.name)
                < ($0.footprint.priority, $1.createdAt, $1.key.name)
        }
    }

    func note(_ message: String, ofWaiting uid: String) {
        state.withLock { state in
            state.waiting[uid]?.message = message
            state.waiting[uid]?.isOutdated = false
        }
    }

    // MARK: - Preemption

    /// Whether there is a Pod that is less important than this one.
    func hasLesser(than pod: PodFootprint) -> Bool {
        state.withLock { state in
            state.occupancy.pods.values.contains { $0.priority < pod.priority }
        }
    }

    /// Who is to end for a Pod that waits; see `Preemption`.
    func preemption(
        for pod: PodFootprint, namespaceLabels: @escaping @Sendable (String) -> [String: String],
        violating: ([PodFootprint]) -> Set<String>
    ) -> Preemption.Outcome {
        let (node, occupancy, exclusive, ending, createdAt) = state.withLock {
            ($0.node, $0.occupancy(for: pod), $0.exclusiveClaims, $0.ending, $0.createdAt)
        }
        guard let node else { return .none }
        return Preemption.outcome(
            for: pod,
            on: NodeFit(
                node: node, occupancy: occupancy, exclusiveClaims: exclusive,
                namespaceLabels: namespaceLabels),
            ending: ending, startedAt: createdAt, violating: violating)
    }

    /// Keeps the room that others' end makes for a Pod, or does so no more.
    func nominate(uid: String, _ isNominated: Bool) {
        state.withLock { $0.waiting[uid]?.isNominated = isNominated }
        if !isNominated { signal.yield() }
    }

    // MARK: - Changes

    /// Has the node looked at, whether it has changed or not.
    func lookAtNode() { nodeSignal.yield() }

    private func nodeChanged(_ node: JSONValue?, _ name: String) {
        guard name == nodeName else { return }
        nodeSignal.yield()
        let facts = node.map { NodeFacts(json: $0) }
        let isNew = state.withLock { state in
            defer { state.node = facts }
            return state.node != facts
        }
        if isNew { signal.yield() }
    }

    private func claimChanged(_ key: ObjectKey, _ claim: JSONValue?) {
        let isUsable = claim.map(Self.isUsable)
        let key = "\(key.namespace)/\(key.name)"
        let isExclusive = claim.map(Self.isExclusive) ?? false
        let isNew = state.withLock { state in
            defer { state.claims[key] = isUsable }
            if isExclusive {
                state.exclusiveClaims.insert(key)
            } else {
                state.exclusiveClaims.remove(key)
            }
            return state.claims[key] != isUsable
        }
        if isNew, isUsable == true { signal.yield() }
    }

    private func podChanged(_ key: ObjectKey, from old: JSONValue?, to new: JSONValue?) {
        guard let pod = new ?? old else { return }
        let isSame = old.map { old in new.map { Self.weighTheSame(old, $0) } ?? false } ?? false
        // Its tolerations may be others, or it may have come to a node that has taints.
        if !isSame, state.withLock({ $0.node?.endsPods == true }) { nodeSignal.yield() }
        let mayMakeRoom = state.withLock { state in
            if let new, !Self.isOver(new) {
                if new.isBeingDeleted { state.ending.insert(pod.uid) }
                if state.createdAt[pod.uid] == nil { state.createdAt[pod.uid] = Self.created(new) }
                let name = new.string("nodeName", in: "spec")
                if name == nodeName {
                    let wasWaiting = state.waiting.removeValue(forKey: pod.uid) != nil
                    if isSame, !wasWaiting, state.occupancy.pods[pod.uid] != nil { return false }
                    let isKnown = state.occupancy.pods[pod.uid] != nil
                    if old == nil, isKnown { return false }
                    state.occupancy.add(PodFootprint(Pod(json: new)))
                    return isKnown
                }
                if name.isEmpty, Self.isOurs(new) {
                    if isSame, state.waiting[pod.uid] != nil { return false }
                    state.waiting[pod.uid] = Self.waitingPod(key, new)
                    return true
                }
            }
            let wasNominated = state.waiting.removeValue(forKey: pod.uid)?.isNominated == true
            state.ending.remove(pod.uid)
            state.createdAt[pod.uid] = nil
            return state.occupancy.remove(uid: pod.uid) || wasNominated
        }
        if mayMakeRoom { signal.yield() }
    }

    private static func created(_ pod: JSONValue) -> Int64 {
        let text = pod.metadata("creationTimestamp")?.stringValue ?? ""
        return Timestamp(text)?.nanosecondsSince1970 ?? 0
    }

    private static func waitingPod(_ key: ObjectKey, _ pod: JSONValue) -> WaitingPod {
        let typed = Pod(json: pod)
        let condition = typed.status.conditions.first {
            $0.type.rawValue == "PodScheduled" && $0.reason == "Unschedulable"
        }
        return WaitingPod(
            key: key, footprint: PodFootprint(typed),
            createdAt: typed.metadata.creationTimestamp?.nanosecondsSince1970 ?? 0,
            message: condition?.message ?? "",
            isOutdated: condition?.observedGeneration ?? 0 != typed.metadata.generation,
            isNominated: !typed.status.nominatedNodeName.isEmpty)
    }

    /// Whether nothing has changed that a node's room depends on.
    private static func weighTheSame(_ old: JSONValue, _ new: JSONValue) -> Bool {
        guard old["spec"] == new["spec"], old.metadata("labels") == new.metadata("labels") else {
            return false
        }
        return !isResizing(old) && !isResizing(new)
    }

    private static func isResizing(_ pod: JSONValue) -> Bool {
        (pod.value(at: "status", "conditions")?.arrayValue ?? []).contains {
            $0["type"]?.stringValue?.hasPrefix("PodResize") == true
        }
    }

    private static func isOver(_ pod: JSONValue) -> Bool {
        ["Succeeded", "Failed"].contains(pod.string("phase", in: "status"))
    }

    /// Whether this scheduler is to find the Pod's place.
    static func isOurs(_ pod: JSONValue) -> Bool {
        !pod.isBeingDeleted && !PodStrategy.isGated(pod)
            && ["", schedulerName].contains(pod.string("schedulerName", in: "spec"))
    }
}

extension NodeFacts {
    /// Whether it has a taint that running Pods have to tolerate.
    fileprivate var endsPods: Bool { taints.contains { $0.effect.rawValue == "NoExecute" } }
}

extension JSONValue {
    fileprivate func string(_ name: String, in part: String) -> String {
        value(at: part, name)?.stringValue ?? ""
    }
}
