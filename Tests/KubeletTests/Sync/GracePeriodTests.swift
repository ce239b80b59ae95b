import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// Whose grace period counts, and what is left of it.
@Suite struct GracePeriodTests: PodDecisions {
    private func probed(
        own: Int64?, pod grace: Int64?, _ change: (inout Pod) -> Void = { _ in }
    ) -> Pod {
        .bound([
            .named("main") {
                $0.livenessProbe = .exec("alive") { $0.terminationGracePeriodSeconds = own }
                $0.startupProbe = .exec("up") { $0.terminationGracePeriodSeconds = own }
            }
        ]) {
            $0.spec.terminationGracePeriodSeconds = grace
            change(&$0)
        }
    }

    private func grace(
        _ pod: Pod, _ change: (inout ObservedContainer) -> Void
    ) -> Int64? {
        let observed = ready(pod) {
            $0["main"].current = container("main", running)
            change(&$0["main"])
        }
        guard case .signal(_, _, let seconds) = decide(pod, observed).last else { return nil }
        return seconds
    }

    @Test("the probe's own for what a probe ends, else the Pod's, at least 2 s")
    func probes() {
        let cases: [(own: Int64?, pod: Int64?, expected: Int64)] = [
            (7, 30, 7), (nil, 20, 20), (nil, nil, 30), (60, 20, 60), (1, 30, 2), (nil, 1, 2),
        ]
        for example in cases {
            let pod = probed(own: example.own, pod: example.pod)
            #expect(grace(pod) { $0.health.liveness = false } == example.expected)
            #expect(grace(pod) { $0.health.startup = false } == example.expected)
        }
        // What ends for another reason has the Pod's.
        let pod = probed(own: 7, pod: 20)
        #expect(grace(pod) { $0.stopRequest = .postStartFailed } == 20)
        #expect(grace(pod) { $0.current = container("main", running, image: "other") } == 20)
        #expect(grace(pod) { $0.current?.state = .unknown } == 0)
    }

    @Test("a time that nobody lives to see ends is a time all the same")
    func endless() {
        let years = Int64(Int32.max)
        let pod = probed(own: .max, pod: .max) {
            $0.spec.activeDeadlineSeconds = .max
            $0.spec.containers[0].lifecycle = .with {
                $0.preStop = .with { $0.sleep = .with { $0.seconds = .max } }
            }
        }
        let observed = ready(pod) {
            $0["main"].current = container("main", running)
            $0["main"].health.liveness = false
        }
        let stop = decide(pod, observed).compactMap { action -> Int64? in
            if case .stop(_, _, _, let seconds) = action { seconds } else { nil }
        }
        #expect(stop == [years])
        let gone = deleted(pod, grace: .max)
        let termination = Termination(cause: .deleted, gracePeriod: years, startedAt: now)
        #expect(decide(gone, observed) == [.terminate(termination)])
        var ending = observed
        ending.stage = .terminating(termination)
        #expect(!decide(gone, ending).isEmpty)
    }

    @Test("a deletion's own comes before the Pod's and the probe's")
    func deletion() {
        let pod = deleted(probed(own: 7, pod: 20), grace: 11)
        var observed = ready(pod) {
            $0["main"].current = container("main", running)
            $0["main"].health.liveness = false
        }
        let termination = Termination(cause: .deleted, gracePeriod: 11, startedAt: now)
        #expect(decide(pod, observed) == [.terminate(termination)])
        observed.stage = .terminating(termination)
        #expect(
            decide(pod, observed).last == .signal(container: "main", id: "main-0", gracePeriod: 11))
    }

    @Test("a sidecar's hook runs at once; hook and waiting are taken off in whole seconds")
    func sidecar() {
        let pod = deleted(
            .bound(
                init: [
                    .named("proxy") {
                        $0.restartPolicy = "Always"
                        $0.lifecycle = .with { $0.preStop = .exec("bye") }
                    }
                ], [.named("main")]), grace: 30)
        var observed = ready(pod) {
            $0.stage = .terminating(Termination(cause: .deleted, gracePeriod: 30, startedAt: now))
            for name in ["proxy", "main"] { $0[name].current = container(name, running) }
        }
        let end = PodAction.wake(at: now + 30 * .second)
        #expect(
            decide(pod, observed) == [
                .stop(container: "proxy", id: "proxy-0", .podEnds, gracePeriod: 30), end,
                .stop(container: "main", id: "main-0", .podEnds, gracePeriod: 30),
                .signal(container: "main", id: "main-0", gracePeriod: 30),
            ])
        var proxy = ContainerEnding(gracePeriod: 30, hasHook: true, now: now)
        proxy.endHook(now: now + 3_900_000_000)
        var main = ContainerEnding(gracePeriod: 30, hasHook: false, now: now)
        main.signal(gracePeriod: 30, now: now)
        observed["proxy"].operation = .stopping(proxy)
        observed["main"].operation = .stopping(main)
        #expect(decide(pod, observed, after: 4) == [.wake(at: now + 30_900_000_000)])
        observed["main"].current = container("main", exited(143))
        // 30 s less 3 (of 3.9) for the hook, less 5 (of 5.1) for the waiting.
        #expect(
            decide(pod, observed, after: 9) == [
                .signal(container: "proxy", id: "proxy-0", gracePeriod: 22)
            ])
        // A second deletion shortens all of it.
        observed.stage = .terminating(
            Termination(cause: .deleted, gracePeriod: 12, startedAt: now))
        #expect(
            decide(deleted(pod, grace: 12), observed, after: 9) == [
                .signal(container: "proxy", id: "proxy-0", gracePeriod: 3)
            ])
    }

    @Test("all of a Pod that is deleted are ended beside each other")
    func beside() {
        let pod = deleted(
            .bound(init: [.named("setup")], [.named("one"), .named("two")]), grace: 0)
        let observed = ready(pod) {
            $0.stage = .terminating(Termination(cause: .deleted, gracePeriod: 0, startedAt: now))
            for name in ["setup", "one", "two"] { $0[name].current = container(name, running) }
        }
        let signals = decide(pod, observed).filter {
            if case .signal(_, _, 2) = $0 { true } else { false }
        }
        #expect(signals.count == 3)
    }
}
