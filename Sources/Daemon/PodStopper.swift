import ContainerRuntime
import Logging
import ServiceLifecycle

/// Ends all Pods when the daemon ends, where it was told to.
struct PodStopper: ServiceLifecycle.Service {
    let isAsked: Bool
    let runtime: any ContainerRuntime
    let logger: Logger

    /// What a container has between its stop signal and its kill; the daemon's own end waits for it.
    private static let gracePeriod: Duration = .seconds(10)

    init(daemon: Daemon, runtime: any ContainerRuntime) {
        isAsked = daemon.configuration.stopPodsOnExit
        self.runtime = runtime
        logger = daemon.logger
    }

    func run() async throws {
        try await gracefulShutdown()
        guard isAsked else { return }
        await withDiscardingTaskGroup { group in
            for sandbox in await runtime.podSandboxes(owner: .kubelet) {
                group.addTask { await stop(sandbox) }
            }
        }
    }

    private func stop(_ sandbox: PodSandbox) async {
        await withDiscardingTaskGroup { group in
            for container in await runtime.containers(sandboxID: sandbox.id) {
                group.addTask {
                    await attempt("container not stopped", container.id) {
                        try await runtime.stopContainer(
                            id: container.id, gracePeriod: Self.gracePeriod)
                    }
                }
            }
        }
        await attempt("sandbox not stopped", sandbox.id) {
            try await runtime.stopPodSandbox(id: sandbox.id)
        }
    }

    private func attempt(
        _ failure: Logger.Message, _ id: String, _ body: () async throws -> Void
    ) async {
        do {
            try await body()
        } catch {
            logger.error(failure, metadata: ["id": "\(id)", "error": "\(error)"])
        }
    }
}
