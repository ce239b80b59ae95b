import KubernetesAPI
import Synchronization

/// What the Pods that run here have been given of the machine.
final class NodeAllocations: Sendable {
    private struct State {
        var node: NodeFacts
        var occupancy = NodeOccupancy()
        var pressure: Set<NodePressure> = []
        /// Pods whose resize is put off, by uid.
        var waiting: [String: WaitingResize] = [:]
        /// How many have been put off.
        var waits = 0
        /// Whom to tell when Pods have ended, and those that have not, by uid.
        var departures: [(left: Set<String>, tell: @Sendable () -> Void)] = []

        /// Those that are put off, in the order in which they get what there is.
        var queue: [WaitingResize] { waiting.values.sorted { $0.rank < $1.rank } }
    }

    /// A Pod that waits for the room that it asks for.
    private struct WaitingResize {
        /// With what it asks for.
        var footprint: PodFootprint
        var number: Int
        /// Tells it that there may be room.
        var retry: @Sendable () -> Void

        /// By priority, then by quality of service, then by who has waited longest (KEP-1287).
        var rank: (Int64, Int, Int) {
            let classes: [PodQOSClass] = [.guaranteed, .burstable, .bestEffort]
            return (
                -Int64(footprint.priority), classes.firstIndex(of: footprint.qosClass) ?? 3, number
            )
        }
    }

    private let state: Mutex<State>
    private let allowedSysctls: [String]
    /// The requests of CPU by quality of service have changed; one reader.
    let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation

    init(node: NodeFacts, allowedSysctls: [String] = []) {
        self.allowedSysctls = allowedSysctls
        state = Mutex(State(node: node))
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func nodeChanged(_ node: NodeFacts) {
        state.withLock { $0.node = node }
        tellWaiting()
    }

    func set(_ pressure: Set<NodePressure>) {
        state.withLock { $0.pressure = pressure }
    }

    /// Takes a Pod in, where it may run here.
    ///
    /// - Parameter pod: with the resources that it has been given, if it ran before.
    /// - Returns: why it may not, and who has to end where it may for that.
    func admit(_ pod: Pod) -> (rejection: PodFailure?, victims: [PodFootprint]) {
        if pod.status.phase == .succeeded || pod.status.phase == .failed { return (nil, []) }
        defer { change.yield() }
        return state.withLock { state in
            var victims: [PodFootprint] = []
            // What was admitted once is never judged again: a restart ends nothing.
            if pod.status.startTime == nil, pod.metadata.deletionTimestamp == nil {
                let decision = AdmissionDecision(
                    node: state.node, occupancy: state.occupancy, pressure: state.pressure,
                    allowedSysctls: allowedSysctls)
                if let rejection = decision.rejection(of: pod) {
                    guard let found = decision.victims(for: pod) else { return (rejection, []) }
                    victims = found
                }
            }
            state.occupancy.add(Self.footprint(pod))
            return (nil, victims)
        }
    }

    /// Gives a running Pod other resources, where they are there.
    ///
    /// - Parameters:
    ///   - pod: with the resources that are asked for.
    ///   - current: with those that it has.
    ///   - retry: called when there may be room, where there is none now.
    func resize(
        _ pod: Pod, from current: Pod, retry: @escaping @Sendable () -> Void
    ) -> ResizeVerdict {
        let footprint = Self.footprint(pod)
        let before = Self.footprint(current)
        let verdict = state.withLock { state in
            let verdict = ResizeVerdict.of(
                footprint, NodeFit(node: state.node, occupancy: state.occupancy))
            switch verdict {
            case .accepted:
                state.occupancy.add(footprint)
                state.waiting[footprint.uid] = nil
            case .deferred:
                Self.giveBack(before, &state)
                state.waits += 1
                let number = state.waiting[footprint.uid]?.number ?? state.waits
                state.waiting[footprint.uid] = WaitingResize(
                    footprint: footprint, number: number, retry: retry)
            case .infeasible:
                Self.giveBack(before, &state)
                state.waiting[footprint.uid] = nil
            }
            return verdict
        }
        if verdict == .accepted {
            change.yield()
            tellWaiting()
        }
        return verdict
    }

    /// The Pod does not ask for another size any more.
    ///
    /// - Parameter pod: with the resources that it has.
    func forgetResize(_ pod: Pod) {
        let footprint = Self.footprint(pod)
        let wasWaiting = state.withLock { state in
            Self.giveBack(footprint, &state)
            return state.waiting.removeValue(forKey: footprint.uid) != nil
        }
        if wasWaiting { tellWaiting() }
    }

    /// What was kept for the resize of a Pod is not any more.
    private static func giveBack(_ footprint: PodFootprint, _ state: inout State) {
        if state.occupancy.pods[footprint.uid] != nil { state.occupancy.add(footprint) }
    }

    /// Calls `body` once when none of these Pods has a place any more.
    func whenReleased(_ uids: Set<String>, _ body: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            let left = uids.filter { state.occupancy.pods[$0] != nil }
            if !left.isEmpty { state.departures.append((left, body)) }
            return left.isEmpty
        }
        if isOver { body() }
    }

    /// A Pod has ended.
    func release(uid: String) {
        let (wasThere, over) = state.withLock { state in
            state.waiting[uid] = nil
            for index in state.departures.indices { state.departures[index].left.remove(uid) }
            let over = state.departures.filter(\.left.isEmpty)
            state.departures.removeAll(where: \.left.isEmpty)
            return (state.occupancy.remove(uid: uid), over)
        }
        for departure in over { departure.tell() }
        guard wasThere else { return }
        change.yield()
        tellWaiting()
    }

    /// The sum of what all Pods ask for of a resource, of those for which a condition holds.
    func requests(of resource: String, _ isIncluded: (PodFootprint) -> Bool) -> Int64 {
        state.withLock { state in
            let all = state.occupancy.pods.values.filter(isIncluded).reduce(Quantity()) {
                $0 + ($1.requests[resource] ?? Quantity())
            }
            return NodeFit.amount(all, resource)
        }
    }

    /// What there is is kept for those whose turn it is, whoever of them asks first.
    private func tellWaiting() {
        let queue = state.withLock { state in
            let queue = state.queue
            for waiting in queue {
                let fit = NodeFit(node: state.node, occupancy: state.occupancy)
                if ResizeVerdict.of(waiting.footprint, fit) == .accepted {
                    state.occupancy.add(waiting.footprint)
                }
            }
            return queue
        }
        for waiting in queue { waiting.retry() }
    }

    /// Of what it has been given, not of what it might get.
    private static func footprint(_ pod: Pod) -> PodFootprint {
        var pod = pod
        pod.status.conditions = []
        return PodFootprint(pod)
    }
}
