import ContainerRuntime
import ImageStore
import KubernetesAPI
import LinuxSystem
import Logging

/// The steps themselves. Each runs as a child task outside the actor and reports back.
extension PodWorker {
    nonisolated func releaseVolumes() async {
        let volumes = PodVolumes(directory: services.directory(of: uid))
        do {
            try await foreignCall { try volumes.removeVolumes() }
            try await ImageVolumes.remove(of: uid, from: services.images)
        } catch {
            logger.warning(
                "the volumes of a completed Pod could not be removed",
                metadata: ["error": "\(error)"])
        }
    }

    nonisolated func startSandbox(of pod: Pod, attempt: Int) async {
        let span = trace.begin("sandbox")
        do {
            let sandbox = try await SandboxStarter(services: services).start(pod, attempt: attempt)
            span.end()
            send(.sandboxStarted(.success(sandbox)))
        } catch {
            let message = "Failed to create pod sandbox: \(error)"
            send(
                .sandboxStarted(
                    .failure(StepError(reason: "FailedCreatePodSandBox", message: message))))
        }
    }

    nonisolated func removeSandbox(_ id: String) async {
        do {
            try await removeSandboxAndRootFileSystems(id)
            send(.sandboxRemoved(failure: nil))
        } catch {
            send(.sandboxRemoved(failure: String(describing: error)))
        }
    }

    nonisolated func stopSandbox(_ id: String) async {
        do {
            try await services.runtime.stopPodSandbox(id: id)
            send(.sandboxStopped(failure: nil))
        } catch {
            send(.sandboxStopped(failure: String(describing: error)))
        }
    }

    nonisolated func ensureImage(
        _ container: KubernetesAPI.Container, _ place: ContainerPlace, _ puller: ImagePuller,
        begunAt: Int64
    ) async {
        let span = trace.begin("image \(container.name)")
        let outcome = await puller.ensure(container, place: place)
        span.end()
        send(
            .imageEnsured(
                container: container.name, image: container.image, outcome, begunAt: begunAt))
    }

    nonisolated func stopContainer(_ name: String, _ id: String, _ gracePeriod: Int64) async {
        do {
            try await services.runtime.stopContainer(id: id, gracePeriod: .seconds(gracePeriod))
            send(.stopped(container: name, id: id, failure: nil))
        } catch {
            send(.stopped(container: name, id: id, failure: String(describing: error)))
        }
    }

    /// Removes an ended container that nobody asks about any more; its log goes with the Pod.
    nonisolated func removeContainer(_ id: String, of name: String) async {
        if let links = services.configuration.logLinks {
            let metadata = await pod.metadata
            links.remove(
                links.path(
                    pod: metadata.name, namespace: metadata.namespace, container: name, id: id))
        }
        do {
            try await services.runtime.removeContainer(id: id)
            try await services.images.removeRootFileSystem(containerID: id)
        } catch {
            logger.warning(
                "an old container could not be removed",
                metadata: ["container.id": "\(id)", "error": "\(error)"])
        }
    }

    /// Removes everything that the Pod has on this machine.
    nonisolated func clean() async {
        await keepLogs()
        do {
            try await PodCleaner(services: services, progress: removalProgress)
                .clean(await pod.metadata)
            send(.cleaned(failure: nil))
        } catch {
            send(.cleaned(failure: String(describing: error)))
        }
    }

    private nonisolated func removeSandboxAndRootFileSystems(_ id: String) async throws {
        try await PodCleaner(services: services).removeSandbox(id)
    }
}
