import ContainerRuntime
import KubernetesAPI
import Logging

/// How containers are ended: hook, turn, signal.
extension PodWorker {
    /// Tells that a container is being ended, and runs its preStop hook.
    func beginEnd(of name: String, _ id: String, _ reason: StopReason, _ gracePeriod: Int64) {
        guard let (container, place) = container(name) else { return }
        let now = services.clock.now()
        tasks.cancel(.postStart(name))
        var seen = observed[name]
        var hook = gracePeriod > 0 ? container.lifecycle?.preStop : nil
        if reason == .podEnds {
            if seen.knowsEnd { hook = nil }
            seen.knowsEnd = true
        }
        seen.stopRequest = nil
        seen.operation = .stopping(
            ContainerEnding(gracePeriod: gracePeriod, hasHook: hook != nil, now: now))
        observed[name] = seen
        prepareRestart(of: name, after: reason, now: now)
        events.normal("Killing", reason.message(place), container: place)
        guard let hook else { return }
        let runner = hooks(of: container, id)
        tasks.start(.preStop(name)) {
            let failure = await runner.run(hook)
            self.send(.preStopped(container: name, id: id, failure))
        }
    }

    func beginSignal(_ name: String, _ gracePeriod: Int64) {
        tasks.cancel(.preStop(name))
        guard var ending = observed[name].ending else { return }
        ending.signal(gracePeriod: gracePeriod, now: services.clock.now())
        observed[name].operation = .stopping(ending)
    }

    func preStopped(_ name: String, _ id: String, _ failure: HookFailure?) {
        guard observed[name].current?.id == id, var ending = observed[name].ending,
            ending.step == .hook
        else { return }
        ending.endHook(now: services.clock.now())
        observed[name].operation = .stopping(ending)
        guard let failure else { return }
        logger.notice(
            "a preStop hook failed",
            metadata: ["container.id": "\(id)", "error": "\(failure.message)"])
        events.warning(
            "FailedPreStopHook", "PreStopHook failed", container: container(name)?.place)
    }

    /// A container has ended by itself while its end was only being prepared.
    func abandonEnd(of name: String) {
        switch observed[name].operation {
        case .starting:
            tasks.cancel(.postStart(name))
            observed[name].operation = .none
        case .stopping(let ending):
            if case .signalled = ending.step { return }
            tasks.cancel(.preStop(name))
            observed[name].operation = .none
        case .none, .launching:
            break
        }
    }

    /// What was stopped for these reasons runs again whatever its policy says of exit codes.
    private func prepareRestart(of name: String, after reason: StopReason, now: Int64) {
        switch reason {
        case .definitionChanged:
            observed[name].restartRequested = true
            observed[name].image = .unknown
            observed[name].backOff = CrashBackOff()
        case .resized:
            observed[name].restartRequested = true
            observed[name].image = .unknown
        case .livenessFailed(let restarts), .startupFailed(let restarts):
            let seen = observed[name]
            observed[name].restartRequested = restarts
            observed[name].restartIsPutOff =
                seen.last?.exit.map {
                    seen.backOff.end(
                        finishedAt: $0.finishedAt, now: now)
                        != nil
                } ?? false
        case .podEnds, .stateUnknown, .postStartFailed, .allRestart:
            break
        }
    }

    // MARK: - All at once

    func removeAll(_ group: inout DiscardingTaskGroup) {
        guard var restart = observed.restartOfAll else { return }
        restart.isRemoving = true
        observed.restartOfAll = restart
        let names = pod.spec.containersWithRoles.filter { $0.role != .ephemeral }
            .map(\.container.name)
        let order = names.filter { $0 != restart.source } + [restart.source]
        let all = order.flatMap { name in
            [observed[name].last?.id, observed[name].current?.id].compactMap { id in
                id.map { (name: name, id: $0) }
            }
        }
        group.addTask {
            for (name, id) in all { await self.removeContainer(id, of: name) }
            self.send(.allRemoved)
        }
    }

    /// Everything begins anew, after the back-off of the container that brought it about.
    func allRemoved() {
        guard let restart = observed.restartOfAll else { return }
        observed.restartOfAll = nil
        let now = services.clock.now()
        let settings = services.configuration.crashBackOff
        var backOff = observed[restart.source].backOff
        if let exit = observed[restart.source].current?.exit {
            observed.startsAfter = backOff.end(
                finishedAt: exit.finishedAt, now: now)
            backOff.advance(finishedAt: exit.finishedAt, now: now, settings)
        }
        for (container, role) in pod.spec.containersWithRoles where role != .ephemeral {
            guard observed[container.name].current != nil else { continue }
            observed[container.name].forget()
            observed[container.name].lastWasReset = true
        }
        observed[restart.source].backOff = backOff
    }
}

extension StopReason {
    /// What the event says; the words are the kubelet's.
    func message(_ place: ContainerPlace) -> String {
        let name = place.name
        return switch self {
        case .podEnds: "Stopping container \(name)"
        case .definitionChanged where place.role == .sidecar:
            "Init container \(name) definition changed"
        case .definitionChanged: "Container \(name) definition changed, will be restarted"
        case .resized: "Container \(name) resize requires restart"
        case .stateUnknown:
            "\(place.role == .app ? "Container" : "Init container") is in \"unknown\" state, try killing it before restart"
        case .livenessFailed(let restarts): Self.failed("liveness", place, restarts)
        case .startupFailed(let restarts): Self.failed("startup", place, restarts)
        case .postStartFailed: "FailedPostStartHook"
        case .allRestart: "Stopping container \(name), all containers will be restarted"
        }
    }

    private static func failed(
        _ probe: String, _ place: ContainerPlace, _ restarts: Bool
    ) -> String {
        if place.role == .sidecar { return "Init container \(place.name) failed \(probe) probe" }
        let text = "Container \(place.name) failed \(probe) probe"
        return restarts ? text + ", will be restarted" : text
    }
}
