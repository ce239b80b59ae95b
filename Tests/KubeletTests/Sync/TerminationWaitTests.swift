import KubernetesAPI
import Testing

@testable import Kubelet

/// What is said that the end of a Pod waits for.
@Suite struct TerminationWaitTests: PodDecisions {
    private let end = Termination(cause: .deleted, gracePeriod: 30, startedAt: 0)

    @Test("each container by how far its end is, then what else is under way")
    func containers() {
        let pod = deleted(
            .bound(
                init: [.named("proxy") { $0.restartPolicy = "Always" }],
                [.named("hooked"), .named("deaf"), .named("young"), .named("gone")]), grace: 30)
        var deaf = ContainerEnding(gracePeriod: 30, hasHook: false, now: now)
        deaf.signal(gracePeriod: 28, now: now)
        let observed = ready(pod) {
            $0.stage = .terminating(end)
            for name in ["proxy", "hooked", "deaf"] { $0[name].current = container(name, running) }
            $0["proxy"].operation = .stopping(
                ContainerEnding(gracePeriod: 30, hasHook: false, now: now))
            $0["hooked"].operation = .stopping(
                ContainerEnding(gracePeriod: 30, hasHook: true, now: now))
            $0["deaf"].operation = .stopping(deaf)
            $0["young"].operation = .launching
            $0["gone"].current = container("gone", exited(0))
            $0.volumeUpdate.isUnderWay = true
        }
        #expect(
            TerminationWait.list(pod, observed, volume: "data") == [
                "the containers that need proxy, 30s at most",
                "the preStop hook of container hooked, 30s at most",
                "container deaf to end after its stop signal, 28s at most",
                "container young, which is being started", "volume data to be mounted",
            ])
    }

    @Test("nothing is awaited before, and only the removal after")
    func stages() {
        let pod = Pod.bound([.named("main")])
        var observed = ready(pod) { $0["main"].current = container("main", running) }
        #expect(TerminationWait.list(pod, observed, volume: nil) == [])
        observed.stage = .terminated(end)
        #expect(TerminationWait.list(pod, observed, volume: nil) == [])
        let removal = ["its containers and its network to be removed"]
        #expect(TerminationWait.list(deleted(pod, grace: 1), observed, volume: nil) == removal)
        observed.stage = .finishing(end)
        #expect(TerminationWait.list(pod, observed, volume: nil) == removal)
        #expect(
            TerminationWait.list(pod, observed, volume: nil, removal: .files)
                == ["its volumes and files to be removed"])
        observed.stage = .terminating(end)
        observed.sandbox = .creating
        #expect(TerminationWait.list(pod, observed, volume: nil) == ["its sandbox to be made"])
    }
}
