import ContainerRuntime
import KubernetesAPI
import Logging

extension PodWorker {
    /// Takes over what the runtime has of this Pod, for example after the daemon was killed.
    func adopt() async {
        let sandboxes = await services.runtime.podSandboxes(owner: .kubelet)
            .filter { $0.configuration.metadata.uid == uid }
            .sorted { $0.configuration.metadata.attempt < $1.configuration.metadata.attempt }
        observed.nextSandboxAttempt = (sandboxes.last?.configuration.metadata.attempt ?? -1) + 1
        await adopt(sandboxes.last)
        for old in sandboxes.dropLast() {
            do {
                try await PodCleaner(services: services).removeSandbox(old.id)
            } catch {
                logger.warning(
                    "an old sandbox could not be removed",
                    metadata: ["sandbox.id": "\(old.id)", "error": "\(error)"])
            }
        }
    }

    private func adopt(_ sandbox: PodSandbox?) async {
        var containers: [RuntimeContainer] = []
        if let sandbox {
            observed.sandbox = await isUsable(sandbox) ? .ready(sandbox) : .lost(sandbox)
            containers = await services.runtime.containers(sandboxID: sandbox.id)
        }
        for (container, _) in pod.spec.containersWithRoles {
            await adopt(
                container, containers.filter { $0.configuration.name == container.name })
        }
        if sandbox == nil { beginAnew() }
    }

    /// What was reported is gone with its sandbox, as after a restart of the machine.
    private func beginAnew() {
        guard observed.containers.values.contains(where: { $0.current != nil }),
            pod.metadata.deletionTimestamp == nil, pod.status.phase != .succeeded,
            pod.status.phase != .failed, !PodSync.isOver(pod, observed),
            !PodSync.isLostForGood(pod, observed)
        else { return }
        tellSandboxChange()
        forgetContainers()
    }

    private func isUsable(_ sandbox: PodSandbox) async -> Bool {
        guard sandbox.state == .ready else { return false }
        do {
            try await SandboxStarter(services: services).completeFiles(of: pod, sandbox)
            return true
        } catch {
            logger.warning(
                "the files of a Pod could not be written", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func adopt(
        _ container: KubernetesAPI.Container, _ containers: [RuntimeContainer]
    ) async {
        let name = container.name
        let attempts = containers.sorted {
            $0.configuration.attempt < $1.configuration.attempt
        }
        var seen = ObservedContainer()
        seen.current =
            attempts.last
            ?? status(of: name).flatMap {
                LostContainer.container($0, of: container, now: services.clock.now())
            }
        seen.last = attempts.dropLast().last
        seen.firstAttempt = FirstAttempt.number(
            previous: status(of: name),
            logNames: DirectoryTree.names(
                in: services.configuration.podLogDirectory(
                    namespace: pod.metadata.namespace, name: pod.metadata.name, uid: uid)
                    + "/\(name)"))
        if let current = seen.current, let status = status(of: name),
            status.containerID == ContainerLabels.statusID(current.id)
        {
            seen.health = ContainerHealth(reported: status)
        }
        observed[name] = seen
        for old in attempts.dropLast(2) { await removeContainer(old.id, of: name) }
        for container in [seen.last, seen.current].compactMap({ $0 }) where container.exit != nil {
            readMessage(name, container)
        }
    }

    private func status(of name: String) -> ContainerStatus? {
        (pod.status.initContainerStatuses + pod.status.containerStatuses
            + pod.status.ephemeralContainerStatuses).first { $0.name == name }
    }
}

/// The attempt number of a container that the runtime does not know: one more than what was
/// reported, else one more than the newest log.
enum FirstAttempt {
    static func number(previous: ContainerStatus?, logNames: [String]) -> Int {
        if let previous, !previous.containerID.isEmpty { return Int(previous.restartCount) + 1 }
        let attempts = logNames.compactMap { name in
            name.firstRange(of: ".log").flatMap { Int(name[..<$0.lowerBound]) }
        }
        let reported = Int(previous?.restartCount ?? 0)
        return max(reported, (attempts.max() ?? -1) + 1)
    }
}
