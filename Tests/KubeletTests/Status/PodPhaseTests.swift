import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct PodPhaseTests: PodStatusDecisions {
    @Test("phases of a Pod with two containers")
    func phases() {
        func phase(
            _ policy: RestartPolicy, _ first: RuntimeContainerState?,
            _ second: RuntimeContainerState?, stage: PodStage = .syncing
        ) -> PodPhase {
            var states: [String: RuntimeContainerState] = [:]
            states["a"] = first
            states["b"] = second
            return status(
                .bound([.named("a"), .named("b")]) { $0.spec.restartPolicy = policy }, states,
                stage: stage
            ).phase
        }
        let run = RuntimeContainerState.running(startedAt: now)
        let good = RuntimeContainerState.exited(startedAt: 0, exit(0))
        let bad = RuntimeContainerState.exited(startedAt: 0, exit(1))
        #expect(phase(.always, nil, nil) == .pending)
        #expect(phase(.always, run, nil) == .pending)
        #expect(phase(.always, run, run) == .running)
        #expect(phase(.never, run, bad) == .running)
        #expect(phase(.always, good, good) == .running)
        #expect(phase(.onFailure, good, bad) == .running)
        #expect(phase(.onFailure, good, good) == .succeeded)
        #expect(phase(.never, good, bad) == .failed)
        #expect(phase(.always, good, bad, stage: ended) == .failed)
    }

    @Test("initialization and the phase")
    func initPhases() {
        func phase(_ policy: RestartPolicy, _ state: RuntimeContainerState) -> PodPhase {
            status(
                .bound(init: [.named("setup")], [.named("main")]) {
                    $0.spec.restartPolicy = policy
                }, ["setup": state]
            ).phase
        }
        #expect(phase(.always, .running(startedAt: now)) == .pending)
        #expect(phase(.always, .exited(startedAt: 0, exit(0))) == .pending)
        #expect(phase(.always, .exited(startedAt: 0, exit(1))) == .pending)
        #expect(phase(.never, .exited(startedAt: 0, exit(1))) == .failed)
    }

    @Test("the exit code of a sidecar never decides the phase")
    func sidecarPhase() {
        let pod = Pod.bound(
            init: [.named("proxy") { $0.restartPolicy = "Always" }], [.named("main")]
        ) { $0.spec.restartPolicy = .never }
        let states: [String: RuntimeContainerState] = [
            "proxy": .exited(startedAt: 0, exit(137)), "main": .exited(startedAt: 0, exit(0)),
        ]
        #expect(status(pod, states, stage: ended).phase == .succeeded)
        // As long as the sidecar runs, the Pod does.
        var previous = PodStatus()
        previous.phase = .running
        let ending = PodStage.terminating(
            Termination(cause: .completed, gracePeriod: 30, startedAt: now))
        var running = states
        running["proxy"] = .running(startedAt: now)
        #expect(status(pod, running, stage: ending, previous: previous).phase == .running)
    }

    @Test("a terminal phase never changes")
    func terminal() {
        var previous = PodStatus()
        previous.phase = .succeeded
        let pod = Pod.bound([.named("main")])
        #expect(
            status(pod, ["main": .running(startedAt: now)], previous: previous).phase == .succeeded)
    }

    @Test("a Pod over its deadline")
    func deadline() {
        let termination = Termination(
            cause: .deadlineExceeded, gracePeriod: 30, startedAt: now)
        let pod = Pod.bound([.named("main")])
        let ending = status(
            pod, ["main": .running(startedAt: now)], stage: .terminating(termination))
        #expect(ending.phase == .running)
        let ended = status(
            pod, ["main": .exited(startedAt: now, exit(143))], stage: .terminated(termination))
        #expect(ended.phase == .failed)
        #expect(ended.reason == "DeadlineExceeded")
    }
}
