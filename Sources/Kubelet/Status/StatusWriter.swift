import JSON
import KubernetesAPI
import KubernetesClient
import Logging

/// Writes the status of one Pod to the API, each version in its turn and beside the work itself.
struct StatusWriter: Sendable {
    private enum Work: Sendable {
        case write(PodStatus)
        case delete(report: @Sendable (_ failure: String?) -> Void)
    }

    private let client: any KubernetesClient
    private let clock: any WallClock
    private let logger: Logger
    private let metadata: ObjectMeta
    private let queue: AsyncStream<Work>
    private let tasks: AsyncStream<Work>.Continuation

    init(pod: Pod, client: any KubernetesClient, clock: any WallClock, logger: Logger) {
        self.client = client
        self.clock = clock
        self.logger = logger
        metadata = pod.metadata
        (queue, tasks) = AsyncStream.makeStream(of: Work.self)
    }

    func write(_ status: PodStatus) {
        tasks.yield(.write(status))
    }

    /// Removes the Pod's object, whose containers have all ended, when all that was given before
    /// has been written; fine where it is gone.
    func deletePod(report: @escaping @Sendable (_ failure: String?) -> Void) {
        tasks.yield(.delete(report: report))
    }

    /// Works until the task that runs it is cancelled.
    func run() async {
        var known: JSONValue?
        for await work in queue {
            switch work {
            case .write(let status): await write(status, &known)
            case .delete(let report): report(await deletePod())
            }
        }
    }

    /// - Returns: what went wrong.
    private func deletePod() async -> String? {
        do {
            _ = try await client.delete(
                .pods, namespace: metadata.namespace, name: metadata.name,
                options: DeleteOptions(gracePeriodSeconds: 0, preconditionUID: metadata.uid))
            return nil
        } catch let error as APIError where error.code == 404 || error.code == 409 {
            return nil
        } catch {
            return String(describing: error)
        }
    }

    private func write(_ status: PodStatus, _ known: inout JSONValue?) async {
        var delay: Int64 = .second / 10
        while !Task.isCancelled {
            do {
                try await update(status, &known)
                return
            } catch let error as APIError where error.code == 404 {
                return
            } catch let error as APIError where error.code == 409 {
                known = nil
            } catch {
                logger.warning(
                    "the status of a Pod could not be written", metadata: ["error": "\(error)"])
                known = nil
                try? await clock.sleep(until: clock.now() + delay)
                delay = min(delay * 2, 30 * .second)
            }
        }
    }

    private func update(_ status: PodStatus, _ known: inout JSONValue?) async throws {
        var object: JSONValue
        if let known {
            object = known
        } else {
            object = try await client.get(
                .pods, namespace: metadata.namespace, name: metadata.name)
        }
        guard object.value(at: "metadata", "uid")?.stringValue == metadata.uid else {
            throw APIError.notFound(.pods, name: metadata.name)
        }
        object["status"] = status.json
        known = try await client.update(
            .pods, namespace: metadata.namespace, name: metadata.name, subresource: "status",
            object: object, options: WriteOptions(fieldManager: "kubelet"))
    }
}
