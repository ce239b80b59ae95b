import KubernetesAPI
import KubernetesClient
import Logging
import Synchronization

/// Writes what this node is and what it is short of: at once when that changes, and as often as a
/// kubelet does when it does not, so that its conditions have a recent `lastHeartbeatTime`.
final class NodeReporter: Sendable {
    /// kubelet: `nodeStatusReportFrequency`
    static let heartbeat: Int64 = 300 * .second
    /// After a write that failed (kubelet: `nodeStatusUpdateFrequency`).
    static let retry: Int64 = 10 * .second
    /// kubelet: `nodeStatusUpdateRetry`
    private static let attempts = 5

    private let services: KubeletServices
    private let pressure = Mutex<Set<NodePressure>>([])
    private let hasWritten = Mutex(false)
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init(services: KubeletServices) {
        self.services = services
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// What the node is short of from now on.
    func set(_ pressure: Set<NodePressure>) {
        services.allocations.set(pressure)
        self.pressure.withLock { $0 = pressure }
        wake.yield()
    }

    /// Somebody has removed the Node, which a machine that runs Pods has, or has written what the
    /// kubelet has to answer.
    func nodeIsDue() { wake.yield() }

    /// Writes the Node.
    ///
    /// - Throws: `APIError`.
    @discardableResult
    func register() async throws -> Node {
        for _ in 1..<Self.attempts {
            do {
                return try await write()
            } catch let error as APIError where error.code == 409 {
                // Somebody else wrote it meanwhile.
                continue
            }
        }
        return try await write()
    }

    /// Works until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { [services] in await NodeLease(services: services).run() }
            // It was written when the kubelet started.
            var due = services.clock.now() + Self.heartbeat
            while !Task.isCancelled {
                await waitForWake(until: due)
                if Task.isCancelled { break }
                do {
                    try await register()
                    due = services.clock.now() + Self.heartbeat
                } catch {
                    services.logger.warning(
                        "the Node of this machine cannot be written, trying again",
                        metadata: ["error": "\(error)"])
                    due = services.clock.now() + Self.retry
                }
            }
            group.cancelAll()
        }
    }

    /// Returns when there is something to write, and at `time` anyway.
    private func waitForWake(until time: Int64) async {
        let timer = Task { [services, wake] in
            try await services.clock.sleep(until: time)
            wake.yield()
        }
        defer { timer.cancel() }
        var iterator = wakes.makeAsyncIterator()
        await iterator.next()
    }

    private func write() async throws -> Node {
        let (before, now) = try await NodeRegistration(
            configuration: services.configuration, client: services.client,
            clock: services.clock, pressure: pressure.withLock { $0 }
        ).register()
        let isStart = hasWritten.withLock { hasWritten in
            defer { hasWritten = true }
            return !hasWritten
        }
        for entry in NodeEvents.between(before, now, isStart: isStart) {
            services.nodeEvent(entry.type, entry.reason, entry.message)
        }
        return now
    }
}
