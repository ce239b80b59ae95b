import ContainerRuntime
import KubernetesAPI
import LinuxSystem
import Logging

extension PodWorker {
    /// Asks for what the Pod's spec asks for, where it has something else.
    func considerResize() {
        guard observed.stage == .syncing, desired != allocation else {
            if observed.resize.pending != nil { services.allocations.forgetResize(pod) }
            observed.resize.pending = nil
            return
        }
        let wanted = desired.applied(to: pod)
        let generation = pod.metadata.generation
        let verdict = services.allocations.resize(wanted, from: pod) { [weak self] in
            self?.send(.roomChanged)
        }
        let summary = { [desired, pod] (error: String?) in
            desired.summary(of: pod.spec, generation: generation, error: error)
        }
        guard let reason = verdict.reason else {
            allocation = desired
            pod = wanted
            if pod.hasDownwardFiles { observed.volumesChanged() }
            observed.resize = ObservedResize(progress: .init(generation: generation))
            events.normal("ResizeStarted", "Pod resize started: \(summary(nil))")
            return
        }
        let pending = ObservedResize.Pending(
            reason: reason, message: verdict.message, generation: generation)
        if pending == observed.resize.pending { return }
        observed.resize.pending = pending
        events.warning("Resize\(reason)", "Pod resize \(reason): \(summary(verdict.message))")
    }

    /// Takes a resize that was allowed one step on.
    func stepResize(_ group: inout DiscardingTaskGroup) {
        guard observed.stage == .syncing, let progress = observed.resize.progress,
            !progress.isUnderWay
        else { return }
        if let failure = progress.failure, services.clock.now() < failure.retryAt {
            wake(at: failure.retryAt, &group)
            return
        }
        let plan = resizePlan
        for name in plan.restarts {
            guard let current = observed[name].current, let (container, _) = container(name)
            else { continue }
            let steps = EndSteps.begin(
                container, id: current.id, .resized,
                gracePeriod: pod.spec.gracePeriod, isItsTurn: true,
                now: services.clock.now(), services.configuration.sync)
            for step in steps { carryOut(step, &group) }
        }
        if !plan.steps.isEmpty {
            observed.resize.progress?.isUnderWay = true
            group.addTask { await self.resize(plan.steps) }
        } else if plan.restarts.isEmpty, !isRestartingForResize {
            observed.resize.progress = nil
            failures["resize"] = nil
            let summary = allocation.summary(of: pod.spec, generation: progress.generation)
            events.normal("ResizeCompleted", "Pod resize completed: \(summary)")
        }
    }

    private var isRestartingForResize: Bool {
        observed.containers.values.contains { $0.operation != .none || $0.restartRequested }
    }

    private var resizePlan: ResizePlan {
        let qosClass = pod.spec.qualityOfService
        let memory = services.configuration.machine.memory
        return ResizePlan(
            pod, observed,
            sandboxWanted: PodResources.resources(of: pod, qosClass: qosClass),
            wanted: {
                ContainerResources.resources(
                    of: $0, in: pod, qosClass: qosClass, memoryCapacity: memory)
            })
    }

    private nonisolated func resize(_ steps: [ResizePlan.Step]) async {
        var done: [ResizePlan.Step] = []
        do {
            try await refuseLimitsBelowUsage(steps)
            for step in steps {
                switch step {
                case .sandbox(let id, let resources):
                    try await services.runtime.updatePodSandboxResources(id: id, resources)
                case .container(_, let id, let resources):
                    try await services.runtime.updateContainerResources(id: id, resources)
                }
                done.append(step)
            }
            send(.resized(done, failure: nil))
        } catch {
            send(.resized(done, failure: String(describing: error)))
        }
    }

    /// A limit below what is used would have the kernel end the container.
    private nonisolated func refuseLimitsBelowUsage(_ steps: [ResizePlan.Step]) async throws {
        var findings: [String] = []
        for step in steps.filter(\.isOfSandbox) + steps.filter({ !$0.isOfSandbox }) {
            let (what, usage, limit) =
                switch step {
                case .sandbox(let id, let resources):
                    (
                        "pod", await services.runtime.podSandboxStats(id: id),
                        resources.memoryLimit
                    )
                case .container(let name, let id, let resources):
                    (
                        "container \"\(name)\"", await services.runtime.stats(containerID: id),
                        resources.memoryLimit
                    )
                }
            guard let limit, limit > 0, let used = usage?.memoryUsage, used > limit else {
                continue
            }
            findings.append(
                "attempting to set \(what) memory limit (\(limit)) below current usage (\(used))")
        }
        if findings.isEmpty { return }
        let list = findings.joined(separator: ", ")
        throw StepError(
            reason: "Error",
            message: "cannot decrease memory limits: " + (findings.count == 1 ? list : "[\(list)]"))
    }

    func resized(_ steps: [ResizePlan.Step], _ message: String?) {
        for step in steps {
            switch step {
            case .sandbox(let id, let resources):
                if case .ready(var sandbox) = observed.sandbox, sandbox.id == id {
                    sandbox.configuration.resources = resources
                    observed.sandbox = .ready(sandbox)
                }
            case .container(let name, let id, let resources):
                guard observed[name].current?.id == id else { continue }
                observed[name].current?.configuration.resources = resources
            }
        }
        observed.resize.progress?.isUnderWay = false
        guard let message else {
            observed.resize.progress?.failure = nil
            return
        }
        guard let progress = observed.resize.progress else { return }
        if progress.failure?.message != message {
            let summary = allocation.summary(
                of: pod.spec, generation: progress.generation, error: message)
            events.warning("ResizeError", "Pod resize error: \(summary)")
        }
        observed.resize.progress?.failure = failure("resize", "Error", message)
    }

    /// Ends the Pod for the machine's sake.
    ///
    /// - Parameter gracePeriod: seconds; nil is the Pod's own.
    func evict(_ failure: PodFailure, _ gracePeriod: Int64?) {
        guard observed.stage == .syncing else { return }
        events.failed(failure)
        observed.stage = .terminating(
            Termination(
                cause: .failed(failure),
                gracePeriod: gracePeriod?.boundedSeconds ?? pod.spec.gracePeriod,
                startedAt: services.clock.now()))
    }
}
