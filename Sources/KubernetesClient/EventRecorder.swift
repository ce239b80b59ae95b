import JSON
import KubernetesAPI
import Synchronization

/// Writes `Event` objects about what happens to other objects.
///
/// Recording returns at once: events wait in a bounded queue that `run` empties; beyond its bound
/// they are dropped, so that a server that cannot be reached holds nobody up. An event that repeats
/// (same object, type, reason and message) counts up instead of becoming another object; see
/// `EventCorrelation`.
public final class EventRecorder: Sendable {
    public enum EventType: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    /// Events that wait at most.
    private static let queueLimit = 1_000

    private let source: EventSource
    private let now: @Sendable () -> Timestamp
    private let onFailure: @Sendable (any Error) -> Void
    private let queue: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    /// The time in the last event's name, in nanoseconds.
    private let lastMoment = Mutex<Int64>(0)

    /// - Parameters:
    ///   - component: who reports, for example `kubelet`.
    ///   - host: the node's name.
    ///   - now: the clock.
    ///   - onFailure: is told why an event could not be written; the event is dropped.
    public init(
        component: String, host: String,
        now: @escaping @Sendable () -> Timestamp,
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        source = .with {
            $0.component = component
            $0.host = host
        }
        self.now = now
        self.onFailure = onFailure
        (queue, continuation) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(Self.queueLimit))
    }

    /// Notes an event; never waits.
    ///
    /// - Parameters:
    ///   - component: who reports, where it is not the recorder's own.
    ///   - annotations: those that the event gets.
    public func record(
        _ type: EventType, reason: String, message: String, about object: ObjectReference,
        as component: String? = nil, annotations: [String: String] = [:]
    ) {
        let time = now()
        var source = source
        if let component { source.component = component }
        continuation.yield(
            .with {
                // client-go's form: it tells the object and the order.
                $0.metadata.name = "\(object.name).\(String(nextMoment(time), radix: 16))"
                $0.metadata.namespace = object.namespace.isEmpty ? "default" : object.namespace
                $0.metadata.annotations = annotations
                $0.involvedObject = object
                $0.type = type.rawValue
                $0.reason = reason
                $0.message = message
                $0.source = source
                $0.reportingComponent = source.component
                $0.reportingInstance = source.host
                $0.firstTimestamp = time.truncatedToSeconds
                $0.lastTimestamp = time.truncatedToSeconds
                $0.count = 1
            })
    }

    /// Never the same one twice, however coarse the clock.
    private func nextMoment(_ time: Timestamp) -> Int64 {
        lastMoment.withLock {
            $0 = max($0 + 1, Int64(time.nanosecondsSince1970))
            return $0
        }
    }

    /// Writes the events in their order until the task is cancelled.
    public func run(writingTo client: any KubernetesClient) async {
        var correlation = EventCorrelation()
        for await event in queue {
            do {
                try await write(event, to: client, &correlation)
            } catch {
                onFailure(error)
            }
        }
    }

    private func write(
        _ event: Event, to client: any KubernetesClient, _ correlation: inout EventCorrelation
    ) async throws {
        switch correlation.step(for: event) {
        case .wait: return
        case .create(let event): try await create(event, client, &correlation)
        case .update(let event, let anew):
            do {
                try await update(event, client)
            } catch let error as APIError where error.code == 404 {
                correlation.remember(anew)
                try await create(anew, client, &correlation)
            }
        }
    }

    private func create(
        _ event: Event, _ client: any KubernetesClient, _ correlation: inout EventCorrelation
    ) async throws {
        do {
            _ = try await client.create(event, options: options(event))
        } catch {
            correlation.forget(event)
            throw error
        }
    }

    private func update(_ event: Event, _ client: any KubernetesClient) async throws {
        _ = try await client.patch(
            Event.self, namespace: event.metadata.namespace, name: event.metadata.name,
            patch: Patch(
                .merge,
                [
                    "count": .integer(Int64(event.count)), "message": .string(event.message),
                    "lastTimestamp": event.lastTimestamp?.json ?? .null,
                ]), options: options(event))
    }

    private func options(_ event: Event) -> WriteOptions {
        WriteOptions(fieldManager: event.source.component)
    }
}

extension ObjectReference {
    /// Names an object in an event.
    ///
    /// - Parameter fieldPath: the part of the object, for example `spec.containers{main}`.
    public init(to object: some KubernetesObject, fieldPath: String = "") {
        self.init()
        kind = object.kind
        apiVersion = object.apiVersion
        namespace = object.metadata.namespace
        name = object.metadata.name
        uid = object.metadata.uid
        resourceVersion = object.metadata.resourceVersion
        self.fieldPath = fieldPath
    }
}
