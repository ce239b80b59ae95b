import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// Sidecars, probes, hooks and restarts of all containers: decisions from plain values.
@Suite struct LifecycleSyncTests: PodDecisions {
    // MARK: - Sidecars

    @Test("a sidecar opens the gate only when its startup probe has succeeded")
    func startupGate() {
        let pod = Pod.bound(
            init: [
                .named("proxy") {
                    $0.restartPolicy = "Always"
                    $0.startupProbe = .exec("up")
                    $0.readinessProbe = .exec("ready")
                }
            ], [.named("main")])
        var observed = ready(pod) { $0["proxy"].current = container("proxy", running) }
        #expect(decide(pod, observed) == [])
        observed["proxy"].health.startup = true
        // Its readiness never gates.
        observed["proxy"].health.readiness = false
        #expect(decide(pod, observed) == [.launch(container: "main", attempt: 0)])
    }

    @Test("a sidecar whose postStart hook runs keeps the gate shut")
    func hookGate() {
        let pod = Pod.bound(
            init: [.named("proxy") { $0.restartPolicy = "Always" }], [.named("main")])
        let observed = ready(pod) {
            $0["proxy"].current = container("proxy", running)
            $0["proxy"].operation = .starting
        }
        #expect(decide(pod, observed) == [])
    }

    private func ending(_ names: [String], grace: Int64 = 30) -> (Pod, ObservedPod) {
        var pod = Pod.bound(
            init: ["first", "second"].map { name in
                .named(name) { $0.restartPolicy = "Always" }
            }, [.named("main")])
        pod.metadata.deletionTimestamp = Timestamp(nanosecondsSince1970: now)
        pod.metadata.deletionGracePeriodSeconds = grace
        let observed = ready(pod) {
            $0.stage = .terminating(
                Termination(cause: .deleted, gracePeriod: grace, startedAt: now))
            for name in names { $0[name].current = container(name, running) }
        }
        return (pod, observed)
    }

    @Test("a sidecar that ends while others need it is started again, also in the end")
    func revival() {
        var (pod, observed) = ending(["second", "main"])
        observed["first"].current = container("first", exited(1))
        observed["main"].operation = .stopping(
            ContainerEnding(gracePeriod: 30, hasHook: true, now: now))
        observed["second"].operation = .stopping(
            ContainerEnding(gracePeriod: 30, hasHook: false, now: now))
        let wake = PodAction.wake(at: now + 30 * .second)
        #expect(
            decide(pod, observed, after: 1) == [
                wake, wake, .launch(container: "first", attempt: 1),
            ]
        )
        observed["main"].current = container("main", exited(0))
        observed["second"].current = container("second", exited(0))
        #expect(decide(pod, observed, after: 1) == [.settle])
        pod.spec.restartPolicy = .never
        observed["main"].current = container("main", running)
        #expect(decide(pod, observed, after: 31).contains(.settle) == false)
        #expect(
            !decide(pod, observed, after: 31).contains(.launch(container: "first", attempt: 1)))
    }

    @Test("without a grace period nobody waits and no hook runs")
    func noGrace() {
        var (pod, observed) = ending(["first", "main"], grace: 0)
        pod.spec.containers[0].lifecycle = .with { $0.preStop = .exec("bye") }
        #expect(
            decide(pod, observed) == [
                .stop(container: "first", id: "first-0", .podEnds, gracePeriod: 0),
                .signal(container: "first", id: "first-0", gracePeriod: 2),
                .stop(container: "main", id: "main-0", .podEnds, gracePeriod: 0),
                .signal(container: "main", id: "main-0", gracePeriod: 2),
            ])
        observed["first"].operation = .none
    }

    @Test("a sidecar's time is up where its turn does not come")
    func turnNeverComes() {
        var (pod, observed) = ending(["first", "main"])
        for name in ["first", "main"] {
            observed[name].operation = .stopping(
                ContainerEnding(gracePeriod: 30, hasHook: false, now: now))
        }
        var main = ContainerEnding(gracePeriod: 30, hasHook: false, now: now)
        main.signal(gracePeriod: 30, now: now)
        observed["main"].operation = .stopping(main)
        #expect(decide(pod, observed, after: 29) == [.wake(at: now + 30 * .second)])
        #expect(
            decide(pod, observed, after: 30) == [
                .signal(container: "first", id: "first-0", gracePeriod: 2)
            ])
        pod.metadata.deletionGracePeriodSeconds = 30
    }

    // MARK: - Hooks

    @Test("a preStop hook comes before the signal, and has the grace period at most")
    func preStop() {
        var pod = Pod.bound([
            .named("main") { $0.lifecycle = .with { $0.preStop = .exec("bye") } }
        ])
        pod.metadata.deletionTimestamp = Timestamp(nanosecondsSince1970: now)
        pod.metadata.deletionGracePeriodSeconds = 10
        var observed = ready(pod) {
            $0.stage = .terminating(Termination(cause: .deleted, gracePeriod: 10, startedAt: now))
            $0["main"].current = container("main", running)
        }
        #expect(
            decide(pod, observed) == [
                .stop(container: "main", id: "main-0", .podEnds, gracePeriod: 10),
                .wake(at: now + 10 * .second),
            ])
        var ending = ContainerEnding(gracePeriod: 10, hasHook: true, now: now)
        observed["main"].operation = .stopping(ending)
        #expect(decide(pod, observed, after: 4) == [.wake(at: now + 10 * .second)])
        #expect(
            decide(pod, observed, after: 10) == [
                .signal(container: "main", id: "main-0", gracePeriod: 2)
            ])
        ending.endHook(now: now + 4 * .second)
        observed["main"].operation = .stopping(ending)
        #expect(
            decide(pod, observed, after: 4) == [
                .signal(container: "main", id: "main-0", gracePeriod: 6)
            ])
    }

    @Test("a container whose hook failed is stopped")
    func postStartFailed() {
        let pod = Pod.bound([.named("main")])
        let observed = ready(pod) {
            $0["main"].current = container("main", running)
            $0["main"].stopRequest = .postStartFailed
        }
        #expect(
            decide(pod, observed) == [
                .stop(container: "main", id: "main-0", .postStartFailed, gracePeriod: 30),
                .signal(container: "main", id: "main-0", gracePeriod: 30),
            ])
    }

    @Test("a deletion does not wait for a postStart hook")
    func deletionDuringPostStart() {
        var pod = Pod.bound([.named("main")])
        pod.metadata.deletionTimestamp = Timestamp(nanosecondsSince1970: now)
        let observed = ready(pod) {
            $0.stage = .terminating(Termination(cause: .deleted, gracePeriod: 5, startedAt: now))
            $0["main"].current = container("main", running)
            $0["main"].operation = .starting
        }
        #expect(
            decide(pod, observed).contains(
                .signal(container: "main", id: "main-0", gracePeriod: 5)))
    }

    // MARK: - Probes

    @Test(
        "a failed liveness probe stops the container; what then depends on the policies alone",
        arguments: [
            ("Always", nil, true), ("OnFailure", nil, true), ("Never", nil, false),
            ("Never", "Always", true), ("Always", "Never", false),
        ] as [(String, String?, Bool)])
    func liveness(policy: String, own: String?, restarts: Bool) {
        let pod = Pod.bound([
            .named("main") {
                $0.restartPolicy = own.map { ContainerRestartPolicy(rawValue: $0) }
                $0.livenessProbe = .exec("alive")
            }
        ]) { $0.spec.restartPolicy = RestartPolicy(rawValue: policy) }
        let observed = ready(pod) {
            $0["main"].current = container("main", running)
            $0["main"].health.liveness = false
        }
        #expect(
            decide(pod, observed) == [
                .stop(
                    container: "main", id: "main-0", .livenessFailed(restarts: restarts),
                    gracePeriod: 30),
                .signal(container: "main", id: "main-0", gracePeriod: 30),
            ])
    }

    @Test("a probe may have a grace period of its own")
    func probeGrace() {
        let pod = Pod.bound([
            .named("main") {
                $0.startupProbe = .exec("up")
                $0.startupProbe?.terminationGracePeriodSeconds = 7
            }
        ])
        let observed = ready(pod) {
            $0["main"].current = container("main", running)
            $0["main"].health.startup = false
        }
        #expect(
            decide(pod, observed).last
                == .signal(container: "main", id: "main-0", gracePeriod: 7))
    }

    @Test("what a probe killed runs again whatever its exit code, unless the back-off holds")
    func restartAfterProbe() {
        let pod = Pod.bound([.named("main"), .named("other")]) {
            $0.spec.restartPolicy = .onFailure
        }
        var observed = ready(pod) {
            $0["main"].current = container("main", exited(0), attempt: 1)
            $0["other"].current = container("other", running)
            $0["main"].restartRequested = true
            $0["main"].backOff.advance(finishedAt: now, now: now, BackOffSettings())
        }
        #expect(decide(pod, observed) == [.launch(container: "main", attempt: 2)])
        observed["main"].restartIsPutOff = true
        #expect(decide(pod, observed) == [.wake(at: now + 10 * .second)])
        #expect(decide(pod, observed, after: 10) == [.launch(container: "main", attempt: 2)])
    }

    // MARK: - All at once

    private func withRule() -> Pod {
        .bound(
            init: [.named("setup")],
            [
                .named("main"),
                .named("watcher") {
                    $0.restartPolicy = "Never"
                    $0.lifecycle = .with { $0.preStop = .exec("bye") }
                    $0.restartPolicyRules = [
                        .with {
                            $0.action = .restartAllContainers
                            $0.exitCodes = .with {
                                $0.operator = "In"
                                $0.values = [88]
                            }
                        }
                    ]
                },
            ]
        ) { $0.spec.restartPolicy = .never }
    }

    @Test("a restart of all ends ephemeral containers too, which never run again")
    func restartOfAllWithEphemeral() {
        var pod = withRule()
        pod.spec.ephemeralContainers = [.with { $0.name = "debugger" }]
        var observed = ready(pod) {
            $0["setup"].current = container("setup", exited(0))
            $0["main"].current = container("main", exited(1))
            $0["watcher"].current = container("watcher", exited(88))
            $0["debugger"].current = container("debugger", running)
        }
        observed.restartOfAll = RestartOfAll(source: "watcher")
        #expect(
            decide(pod, observed) == [
                .stop(container: "debugger", id: "debugger-0", .allRestart, gracePeriod: 0),
                .signal(container: "debugger", id: "debugger-0", gracePeriod: 2),
            ])
        observed["debugger"].current = container("debugger", exited(137))
        #expect(decide(pod, observed) == [.removeAll])
        observed.restartOfAll = nil
        for name in ["setup", "main", "watcher"] {
            observed[name].forget()
            observed[name].image = .ready(FakeImages.record)
        }
        #expect(decide(pod, observed) == [.launch(container: "setup", attempt: 1)])
    }

    @Test("an exit code may end all containers, without hooks, and begin anew")
    func restartOfAll() {
        let pod = withRule()
        var observed = ready(pod) {
            $0["setup"].current = container("setup", exited(0))
            $0["main"].current = container("main", running)
            $0["watcher"].current = container("watcher", exited(88))
        }
        #expect(decide(pod, observed) == [.restartAll(source: "watcher")])
        observed.restartOfAll = RestartOfAll(source: "watcher")
        #expect(
            decide(pod, observed) == [
                .stop(container: "main", id: "main-0", .allRestart, gracePeriod: 0),
                .signal(container: "main", id: "main-0", gracePeriod: 2),
            ])
        observed["main"].current = container("main", exited(137))
        #expect(decide(pod, observed) == [.removeAll])
        observed.restartOfAll?.isRemoving = true
        #expect(decide(pod, observed) == [])
        observed.restartOfAll = nil
        for name in ["setup", "main", "watcher"] {
            observed[name].forget()
            observed[name].image = .ready(FakeImages.record)
        }
        #expect(decide(pod, observed) == [.launch(container: "setup", attempt: 1)])
        observed.startsAfter = now + 10 * .second
        #expect(decide(pod, observed) == [.wake(at: now + 10 * .second)])
    }

    @Test("another exit code does not")
    func noRestartOfAll() {
        let pod = withRule()
        let observed = ready(pod) {
            $0["setup"].current = container("setup", exited(0))
            $0["main"].current = container("main", running)
            $0["watcher"].current = container("watcher", exited(1))
        }
        #expect(decide(pod, observed) == [])
    }

    // MARK: - Ephemeral containers

    @Test("ephemeral containers start beside whatever the Pod does, once")
    func ephemeral() {
        let pod = Pod.bound(init: [.named("setup")], [.named("main")]) {
            $0.spec.ephemeralContainers = [
                .with {
                    $0.name = "debugger"
                    $0.image = "busybox"
                    $0.targetContainerName = "main"
                }
            ]
        }
        var observed = ready(pod) { $0["setup"].current = container("setup", running) }
        #expect(decide(pod, observed) == [.launch(container: "debugger", attempt: 0)])
        observed["debugger"].current = container("debugger", exited(1))
        #expect(decide(pod, observed) == [])
        // It neither holds the Pod up nor decides how it ends.
        observed["debugger"].current = container("debugger", running)
        var ended = pod
        ended.spec.restartPolicy = .never
        observed["setup"].current = container("setup", exited(0))
        observed["main"].current = container("main", exited(0))
        #expect(
            decide(ended, observed) == [
                .terminate(Termination(cause: .completed, gracePeriod: 30, startedAt: now))
            ])
    }
}
