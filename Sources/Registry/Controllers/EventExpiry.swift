import KubernetesAPI
import KubernetesClient
import Logging

/// Removes Events some time after they last happened.
struct EventExpiry: Sendable {
    let registry: Registry

    /// Removals are gathered for so long, so that a stream of Events does not wake the daemon for
    /// each of them.
    private static let gathering = Duration.seconds(60)

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            var pause = registry.configuration.eventTimeToLive
            do {
                pause = try await removeExpired()
            } catch {
                registry.logger.warning("events not removed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: pause, tolerance: Self.gathering / 2)
        }
    }

    /// - Returns: how long until the next Event is due. One that is made meanwhile is due later than
    ///   all that are there.
    func removeExpired() async throws -> Duration {
        let timeToLive = registry.configuration.eventTimeToLive
        let now = registry.configuration.now()
        var next = timeToLive
        for event in try await registry.list(Event.self).items {
            let left = Self.lastHappened(event).map { $0 + timeToLive - now } ?? .zero
            guard left <= .zero else {
                next = min(next, left)
                continue
            }
            do {
                try await registry.delete(
                    Event.self, namespace: event.metadata.namespace, name: event.metadata.name,
                    options: DeleteOptions(
                        preconditionResourceVersion: event.metadata.resourceVersion))
            } catch let error as APIError where error.code == 404 || error.code == 409 {
                // Gone already, or it has just happened again.
            }
        }
        return max(next, min(Self.gathering, timeToLive))
    }

    static func lastHappened(_ event: Event) -> Timestamp? {
        [
            event.lastTimestamp, event.series?.lastObservedTime, event.eventTime,
            event.metadata.creationTimestamp,
        ].compactMap { $0 }.max()
    }
}
