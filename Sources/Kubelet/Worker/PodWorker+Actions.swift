import ContainerRuntime
import KubernetesAPI
import LinuxSystem

extension PodWorker {
    /// Marks a step as under way and starts it.
    func carryOut(_ action: PodAction, _ group: inout DiscardingTaskGroup) {
        switch action {
        case .wake(let time):
            wake(at: time, &group)
        case .terminate(let termination):
            if observed.stage == .syncing, termination.cause == .deadlineExceeded {
                events.normal(PodStatuses.deadlineReason, PodStatuses.deadlineMessage)
            }
            observed.stage = .terminating(termination)
            stageHasChanged = true
        case .settle:
            settle(&group)
        case .finish:
            finish(&group)
        case .prepareVolumes:
            observed.volumes = .preparing
            volumesBegunAt = services.clock.now()
            observed.volumeUpdate = ObservedPod.VolumeUpdate()
            let progress = beginVolumes()
            var users: PinnedUserNamespace?
            if case .ready(let sandbox) = observed.sandbox { users = sandbox.users }
            group.addTask { [users] in await self.prepareVolumes(progress, users) }
        case .updateVolumes:
            observed.volumeUpdate = ObservedPod.VolumeUpdate(isUnderWay: true)
            let progress = beginVolumes()
            group.addTask { await self.updateVolumes(progress) }
        case .createSandbox(let attempt):
            observed.sandbox = .creating
            observed.nextSandboxAttempt = attempt + 1
            group.addTask { [pod] in await self.startSandbox(of: pod, attempt: attempt) }
        case .removeSandbox(let id):
            tellSandboxChange()
            forgetContainers()
            observed.sandbox = .removing
            group.addTask { await self.removeSandbox(id) }
        case .stopSandbox(let id):
            switch observed.sandbox {
            case .ready(let sandbox), .lost(let sandbox): observed.sandbox = .stopping(sandbox)
            default: break
            }
            group.addTask { await self.stopSandbox(id) }
        case .restartAll(let source):
            observed.restartOfAll = RestartOfAll(source: source)
            stageHasChanged = true
        case .removeAll:
            removeAll(&group)
        case .ensureImage, .launch, .start, .stop, .signal:
            carryOutOnContainer(action, &group)
        }
    }

    private func carryOutOnContainer(_ action: PodAction, _ group: inout DiscardingTaskGroup) {
        switch action {
        case .ensureImage(let name):
            guard let (container, place) = container(name) else { return }
            let now = services.clock.now()
            if let failure = imageFailures[container.image], now < failure.retryAt {
                observed[name].image = .failed(failure)
                stageHasChanged = true
                return
            }
            var last: Failure?
            if case .failed(let failure) = observed[name].image { last = failure }
            observed[name].image = .working(after: last)
            group.addTask { [puller] in
                await self.ensureImage(container, place, puller, begunAt: now)
            }
        case .launch(let name, let attempt):
            guard let (container, place) = container(name),
                case .ready(let sandbox) = observed.sandbox,
                case .ready(let image) = observed[name].image
            else { return }
            beginLaunch(name)
            if let untold = untoldImages.removeValue(forKey: name) {
                events.normal("Pulled", untold, container: place)
            }
            let turn = nextTurn(place)
            group.addTask { [launcher] in
                let configurations = await self.configurations(for: container, launcher.pod)
                let outcome = await launcher.launch(
                    container, place: place, attempt: attempt, sandbox: sandbox, image: image,
                    configurations: configurations, turn: turn)
                self.send(.launched(container: name, outcome, turn))
            }
        case .start(let name, let id):
            guard let (_, place) = container(name) else { return }
            observed[name].operation = .launching
            let turn = nextTurn(place)
            group.addTask { [launcher] in
                let outcome = await launcher.start(id: id, place: place, turn: turn)
                self.send(.launched(container: name, outcome, turn))
            }
        case .stop(let name, let id, let reason, let gracePeriod):
            beginEnd(of: name, id, reason, gracePeriod)
        case .signal(let name, let id, let gracePeriod):
            beginSignal(name, gracePeriod)
            group.addTask { await self.stopContainer(name, id, gracePeriod) }
        default: break
        }
    }

    /// App containers are set up beside each other and begin one after the other.
    private func nextTurn(_ place: ContainerPlace) -> StartTurn {
        guard place.role == .app else { return StartTurn(after: nil) }
        let turn = StartTurn(after: lastTurn)
        lastTurn = turn
        return turn
    }

    // MARK: - Marks

    /// Why the attempt before failed stays known, and is shown, until this one has succeeded.
    private func beginLaunch(_ name: String) {
        let now = services.clock.now()
        var seen = observed[name]
        // What was stopped to be replaced did not fail now; the end before it counts.
        let isReplaced = seen.restartRequested && !seen.restartIsPutOff
        if let exit = isReplaced ? seen.last?.exit : seen.current?.exit {
            seen.backOff.advance(
                finishedAt: exit.finishedAt, now: now, services.configuration.crashBackOff)
        }
        seen.operation = .launching
        seen.restartRequested = false
        seen.restartIsPutOff = false
        observed[name] = seen
    }

    /// The containers of a sandbox that is gone go with it; their numbers and ends are kept, and those
    /// that have done their work.
    func forgetContainers() {
        for (container, role) in pod.spec.containersWithRoles {
            let exit = observed[container.name].current?.exit
            let isDone =
                exit.map {
                    ContainerRestart.outlivesSandbox(
                        container, role: role, podPolicy: pod.spec.restartPolicy,
                        exitCode: $0.exitCode)
                } ?? (role == .ephemeral)
            if isDone {
                observed[container.name].outlivesSandbox = true
            } else {
                observed[container.name].forget()
            }
        }
    }

    func tellSandboxChange() {
        events.normal("SandboxChanged", "Pod sandbox changed, it will be killed and re-created.")
    }

    /// The last container has ended: a completed Pod gives its volumes back and keeps its logs.
    private func settle(_ group: inout DiscardingTaskGroup) {
        guard case .terminating(let termination) = observed.stage else { return }
        observed.stage = .terminated(termination)
        stageHasChanged = true
        volumeProgress?.giveUp()
        services.references.unfollow(uid)
        services.allocations.release(uid: uid)
        services.claims.release(uid: uid)
        guard pod.metadata.deletionTimestamp == nil else { return }
        group.addTask { await self.releaseVolumes() }
    }

    private func finish(_ group: inout DiscardingTaskGroup) {
        guard case .terminated(let termination) = observed.stage else { return }
        observed.stage = .finishing(termination)
        stageHasChanged = true
        group.addTask { await self.clean() }
    }

    // MARK: - Tools of the steps

    private func beginVolumes() -> VolumeProgress {
        let progress = VolumeProgress()
        volumeProgress = progress
        return progress
    }

    func container(_ name: String) -> (container: KubernetesAPI.Container, place: ContainerPlace)? {
        pod.spec.containersWithRoles.first { $0.container.name == name }.map {
            ($0.container, ContainerPlace(name: name, role: $0.role))
        }
    }

    private var puller: ImagePuller {
        services.imagePuller(for: pod, events: events)
    }

    private var launcher: ContainerLauncher {
        ContainerLauncher(services: services, events: events, trace: trace, pod: pod)
    }
}
