import ContainerRuntime
import ImageStore
import KubernetesAPI
import Logging

/// What steps that report back change in the observation.
extension PodWorker {
    func sandboxStarted(_ result: Result<PodSandbox, StepError>) {
        switch result {
        case .success(let sandbox):
            failures["sandbox"] = nil
            observed.sandbox = .ready(sandbox)
        case .failure(let error):
            events.warning(error.reason, error.message)
            observed.sandbox = .failed(failure("sandbox", error.reason, error.message))
        }
    }

    func sandboxRemoved(_ message: String?) {
        guard let message else {
            observed.sandbox = .missing
            guard pod.hasVolumesOfItsUsers else { return }
            if observed.volumes == .preparing {
                volumesAreOutdated = true
            } else {
                observed.volumes = .pending
            }
            return
        }
        events.warning("FailedKillPod", "error killing pod: \(message)")
        observed.sandbox = .failed(failure("sandbox", "FailedKillPod", message))
    }

    /// What the containers of a Pod need is gone, and they with it.
    func sandboxEnded(_ id: String) {
        guard case .ready(let sandbox) = observed.sandbox, sandbox.id == id else { return }
        observed.sandbox = .lost(sandbox)
    }

    func sandboxStopped(_ message: String?) async {
        // Their ends are known now, and may be told later.
        for id in observed.containers.values.compactMap(\.current?.id) { await refresh(id) }
        if let message {
            logger.warning(
                "a Pod's network could not be taken down", metadata: ["error": "\(message)"])
        }
        if case .stopping(let sandbox) = observed.sandbox { observed.sandbox = .stopped(sandbox) }
    }

    func imageEnsured(
        _ name: String, _ image: String, _ outcome: ImagePuller.Outcome, _ begunAt: Int64
    ) {
        guard container(name)?.container.image == image else { return }
        switch outcome {
        case .ready(let record, let untold):
            failures["image of \(name)"] = nil
            imageIsThere(image)
            untoldImages[name] = untold
            observed[name].image = .ready(record)
        case .failed(let reason, let message):
            // This is what stands in its way now.
            observed[name].failure = nil
            observed[name].image = .failed(
                imageFailure(image, of: name, reason, message, begunAt: begunAt))
        }
    }

    func imageIsThere(_ image: String) {
        failures["pull \(image)"] = nil
        imageFailures[image] = nil
    }

    /// Counts a failure to have an image. A failed pull puts off the next one of all of the Pod's
    /// containers and volumes with the image (kubelet: by the Pod's uid and the image).
    ///
    /// - Parameter begunAt: nanoseconds since 1970; pulls that went on at the same time are one.
    func imageFailure(
        _ image: String, of user: String, _ reason: String, _ message: String, begunAt: Int64
    ) -> Failure {
        let settings = services.configuration.imageBackOff
        guard ImageBackOff.isRepeated(reason) else {
            return failure("image of \(user)", reason, message, settings)
        }
        if var last = imageFailures[image], last.retryAt > begunAt {
            (last.reason, last.message) = (reason, message)
            return last
        }
        let failure = failure("pull \(image)", reason, message, settings)
        imageFailures[image] = failure
        return failure
    }

    func launched(
        _ name: String, _ outcome: ContainerLauncher.Outcome, _ turn: StartTurn,
        _ group: inout DiscardingTaskGroup
    ) async {
        observed[name].operation = .none
        // An image is good for one start: the pull policy is asked again before the next.
        observed[name].image = .unknown
        switch outcome {
        case .failed(let error):
            observed[name].failure = failure("container \(name)", error.reason, error.message)
            followReferences()
            turn.end()
        case .started(let container):
            failures["container \(name)"] = nil
            observed[name].failure = nil
            references.containerMade(name)
            followReferences()
            if let current = observed[name].current, current.id != container.id {
                if let old = observed[name].last {
                    observed[name].terminationMessages[old.id] = nil
                    group.addTask { await self.removeContainer(old.id, of: name) }
                }
                observed[name].last = current
                observed[name].lastWasReset = false
                observed[name].outlivesSandbox = false
            }
            observed[name].health = ContainerHealth()
            // It may have ended before this was told.
            if container.exit != nil { readMessage(name, container) }
            observed[name].current = container
            await refresh(container.id)
            beginPostStart(name, turn)
            if observed[name].operation != .starting { observed[name].putOffBy = nil }
        }
    }

    func stopped(
        _ name: String, _ id: String, _ message: String?, _ group: inout DiscardingTaskGroup
    ) async {
        guard observed[name].current?.id == id, observed[name].ending != nil else { return }
        await refresh(id)
        if let message, observed[name].current?.exit == nil {
            let place = container(name)?.place
            events.warning("FailedKillPod", "error killing container: \(message)", container: place)
            logger.warning(
                "a container could not be stopped",
                metadata: ["container.id": "\(id)", "error": "\(message)"])
            // Marked as being stopped until the next attempt is due.
            retryLater(&group) { $0.send(.stopped(container: name, id: id, failure: nil)) }
            return
        }
        guard observed[name].ending != nil else { return }
        observed[name].operation = .none
        if case .unknown = observed[name].current?.state {
            observed[name].current?.state = .exited(
                startedAt: nil,
                ContainerExit(
                    exitCode: 137, finishedAt: services.clock.now(),
                    reason: "ContainerStatusUnknown", message: ContainerStatuses.notLocated)
            )
        }
    }

    /// Looks at a container again, after something happened to it.
    func refresh(_ id: String) async {
        guard let name = observed.containers.first(where: { $0.value.current?.id == id })?.key,
            let container = await services.runtime.container(id: id)
        else { return }
        let before = observed[name].current
        observed[name].current = container
        guard let exit = container.exit, before?.exit == nil else { return }
        abandonEnd(of: name)
        readMessage(name, container)
        noteBackOff(name, exit)
    }

    /// Keeps the termination message of a container that has ended.
    func readMessage(_ name: String, _ ended: RuntimeContainer) {
        guard let container = container(name)?.container, let exit = ended.exit else { return }
        observed[name].terminationMessages[ended.id] = TerminationMessage.read(
            ended, policy: container.terminationMessagePolicy, exitCode: exit.exitCode,
            logDirectory: services.configuration.podLogDirectory(
                namespace: pod.metadata.namespace, name: pod.metadata.name, uid: uid),
            containerCount: pod.spec.containersWithRoles.count)
    }

    /// Tells once for each end that the next start is put off.
    private func noteBackOff(_ name: String, _ exit: ContainerExit) {
        observed[name].putOffBy = nil
        let seen = observed[name]
        guard observed.stage == .syncing, let (container, place) = container(name),
            seen.restartRequested
                ? seen.restartIsPutOff
                : ContainerRestart.isRestarted(
                    container, role: place.role, podPolicy: pod.spec.restartPolicy,
                    exitCode: exit.exitCode),
            observed[name].backOff.end(
                finishedAt: exit.finishedAt, now: services.clock.now()) != nil
        else { return }
        observed[name].putOffBy = observed[name].backOff.delay
        // The wait is what is to be seen now, not the hook that it is for.
        if seen.failure?.reason == Failure.postStart { observed[name].failure = nil }
        events.warning(
            "BackOff",
            "Back-off restarting failed container \(name) in pod \(PodNames.full(pod))",
            container: place)
    }

    /// Tells once for each failed pull that the next attempt is put off.
    func announceImageBackOffs() {
        let now = services.clock.now()
        for (name, seen) in observed.containers {
            guard case .failed(let failure) = seen.image, ImageBackOff.isRepeated(failure.reason),
                now >= failure.failedAt + ImageBackOff.failureIsShownFor,
                announcedBackOffs[name] != failure.failedAt,
                let (container, place) = container(name)
            else { continue }
            announcedBackOffs[name] = failure.failedAt
            events.normal(
                "BackOff", "Back-off pulling image \"\(container.image)\"", container: place)
            events.warning("Failed", "Error: ImagePullBackOff", container: place)
        }
    }

    /// Counts a failure; the more in a row, the later the next attempt.
    func failure(
        _ what: String, _ reason: String, _ message: String, _ settings: BackOffSettings? = nil
    ) -> Failure {
        let now = services.clock.now()
        let settings = settings ?? services.configuration.setUpBackOff
        failures[what, default: CrashBackOff()].advance(finishedAt: now, now: now, settings)
        return Failure(
            reason: reason, message: message, failedAt: now,
            retryAt: now + failures[what]!.delay)
    }
}
