import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// Decisions from plain values. Times are in seconds for reading.
@Suite struct PodSyncTests: PodDecisions {
    // MARK: - Start

    @Test("sandbox, volumes and all images are worked on at once")
    func beginning() {
        #expect(
            decide(.tutorial(), ObservedPod()) == [
                .createSandbox(attempt: 0), .prepareVolumes, .ensureImage(container: "init"),
                .ensureImage(container: "logwriter"), .ensureImage(container: "logreader"),
            ])
    }

    @Test("nothing is asked for twice")
    func noRepetition() {
        var observed = ObservedPod()
        observed.sandbox = .creating
        observed.volumes = .preparing
        let pod = Pod.tutorial()
        for (container, _) in pod.spec.containersWithRoles {
            observed[container.name].image = .working(after: nil)
        }
        #expect(decide(pod, observed) == [])
    }

    @Test("init containers run in their order, app containers after them")
    func initOrder() {
        let pod = Pod.bound(init: [.named("a"), .named("b")], [.named("main"), .named("side")])
        var observed = ready(pod)
        #expect(decide(pod, observed) == [.launch(container: "a", attempt: 0)])
        observed["a"].operation = .launching
        #expect(decide(pod, observed) == [])
        observed["a"].operation = .none
        observed["a"].current = container("a", running)
        #expect(decide(pod, observed) == [])
        observed["a"].current = container("a", exited(0))
        #expect(decide(pod, observed) == [.launch(container: "b", attempt: 0)])
        observed["b"].current = container("b", exited(0))
        #expect(
            decide(pod, observed) == [
                .launch(container: "main", attempt: 0), .launch(container: "side", attempt: 0),
            ])
    }

    @Test("a container that was created before the daemon was killed is started, not made again")
    func created() {
        let pod = Pod.bound([.named("main")])
        let observed = ready(pod) { $0["main"].current = container("main", .created) }
        #expect(decide(pod, observed) == [.start(container: "main", id: "main-0")])
    }

    @Test(
        "an app container whose image is on its way holds up later ones; one that failed does not")
    func appOrder() {
        let pod = Pod.bound([.named("one"), .named("two")])
        var observed = ready(pod) { $0["one"].image = .working(after: nil) }
        #expect(decide(pod, observed) == [])
        let failure = Failure(
            reason: "ErrImagePull", message: "", failedAt: now, retryAt: now + 10 * .second)
        observed["one"].image = .failed(failure)
        #expect(
            decide(pod, observed) == [
                .wake(at: now + .second), .launch(container: "two", attempt: 0),
            ])
        #expect(decide(pod, observed, after: 2).first == .wake(at: now + 10 * .second))
        #expect(decide(pod, observed, after: 10).first == .ensureImage(container: "one"))
    }

    // MARK: - Sidecars

    private func withSidecar() -> Pod {
        .bound(
            init: [.named("proxy") { $0.restartPolicy = "Always" }, .named("setup")],
            [.named("main")]
        ) { $0.spec.restartPolicy = .never }
    }

    @Test("a running sidecar opens the gate; one that is not running keeps it shut")
    func sidecarGate() {
        let pod = withSidecar()
        var observed = ready(pod)
        #expect(decide(pod, observed) == [.launch(container: "proxy", attempt: 0)])
        observed["proxy"].operation = .launching
        #expect(decide(pod, observed) == [])
        observed["proxy"].operation = .none
        observed["proxy"].current = container("proxy", running)
        #expect(decide(pod, observed) == [.launch(container: "setup", attempt: 0)])
    }

    @Test("a sidecar is restarted under policy Never, also after initialization")
    func sidecarRestart() {
        let pod = withSidecar()
        var observed = ready(pod) {
            $0["proxy"].current = container("proxy", exited(0))
            $0["setup"].current = container("setup", exited(0))
            $0["main"].current = container("main", running)
        }
        #expect(decide(pod, observed) == [.launch(container: "proxy", attempt: 1)])
        observed["main"].current = container("main", exited(0))
        #expect(
            decide(pod, observed) == [
                .terminate(Termination(cause: .completed, gracePeriod: 30, startedAt: now))
            ])
    }

    @Test("a grace period of any length is counted without overflow")
    func hugeGracePeriod() {
        var pod = Pod.bound([.named("main")])
        pod.metadata.deletionTimestamp = Timestamp(nanosecondsSince1970: now)
        pod.metadata.deletionGracePeriodSeconds = .max
        let observed = ready(pod) { $0["main"].current = container("main", running) }
        let bound = Int64(Int32.max)
        #expect(
            decide(pod, observed) == [
                .terminate(Termination(cause: .deleted, gracePeriod: bound, startedAt: now))
            ])
    }

    @Test("sidecars end after the app containers, the last one first")
    func sidecarEnd() {
        var pod = Pod.bound(
            init: [
                .named("first") { $0.restartPolicy = "Always" },
                .named("second") { $0.restartPolicy = "Always" },
            ], [.named("main")])
        pod.metadata.deletionTimestamp = Timestamp(nanosecondsSince1970: now)
        pod.metadata.deletionGracePeriodSeconds = 30
        var observed = ready(pod) {
            $0.stage = .terminating(
                Termination(cause: .deleted, gracePeriod: 30, startedAt: now))
            for name in ["first", "second", "main"] { $0[name].current = container(name, running) }
        }
        #expect(
            decide(pod, observed) == [
                .stop(container: "first", id: "first-0", .podEnds, gracePeriod: 30),
                .wake(at: now + 30 * .second),
                .stop(container: "second", id: "second-0", .podEnds, gracePeriod: 30),
                .wake(at: now + 30 * .second),
                .stop(container: "main", id: "main-0", .podEnds, gracePeriod: 30),
                .signal(container: "main", id: "main-0", gracePeriod: 30),
            ])
        for name in ["first", "second"] {
            observed[name].operation = .stopping(
                ContainerEnding(gracePeriod: 30, hasHook: false, now: now))
        }
        observed["main"].current = container("main", exited(143))
        #expect(
            decide(pod, observed, after: 10) == [
                .wake(at: now + 30 * .second),
                .signal(container: "second", id: "second-0", gracePeriod: 20),
            ])
        observed["second"].current = container("second", exited(143))
        #expect(
            decide(pod, observed, after: 40) == [
                .signal(container: "first", id: "first-0", gracePeriod: 2)
            ])
        observed["first"].current = container("first", exited(143))
        #expect(decide(pod, observed) == [.settle])
    }

    // MARK: - Restart

    @Test(
        "restart policies",
        arguments: [
            ("Always", 0, true), ("Always", 1, true), ("OnFailure", 0, false),
            ("OnFailure", 1, true), ("Never", 0, false), ("Never", 1, false),
        ])
    func restart(policy: String, code: Int, isRestarted: Bool) {
        let pod = Pod.bound([.named("main"), .named("other")]) {
            $0.spec.restartPolicy = RestartPolicy(rawValue: policy)
        }
        let observed = ready(pod) {
            $0["main"].current = container("main", exited(code))
            $0["other"].current = container("other", running)
        }
        let expected: [PodAction] = isRestarted ? [.launch(container: "main", attempt: 1)] : []
        #expect(decide(pod, observed) == expected)
    }

    @Test("a container's own policy and its rules come before the Pod's policy")
    func ownPolicy() {
        let rule = ContainerRestartRule.with {
            $0.action = "Restart"
            $0.exitCodes = .with {
                $0.operator = "In"
                $0.values = [42]
            }
        }
        let container = KubernetesAPI.Container.named("main") {
            $0.restartPolicy = "Never"
            $0.restartPolicyRules = [rule]
        }
        func isRestarted(_ code: Int) -> Bool {
            ContainerRestart.isRestarted(
                container, role: .app, podPolicy: .always, exitCode: code)
        }
        #expect(isRestarted(42))
        #expect(!isRestarted(1))
    }

    @Test("a crash waits for its back-off and is started when that is over")
    func backOff() {
        let pod = Pod.bound([.named("main")])
        let observed = ready(pod) {
            $0["main"].current = container("main", exited(1), attempt: 1)
            $0["main"].backOff.advance(finishedAt: now, now: now, BackOffSettings())
        }
        #expect(decide(pod, observed) == [.wake(at: now + 10 * .second)])
        #expect(decide(pod, observed, after: 10) == [.launch(container: "main", attempt: 2)])
    }

    @Test("a failed init container ends the Pod under Never and is repeated under OnFailure")
    func failedInit() {
        var pod = Pod.bound(init: [.named("setup")], [.named("main")]) {
            $0.spec.restartPolicy = .never
        }
        let observed = ready(pod) { $0["setup"].current = container("setup", exited(3)) }
        #expect(
            decide(pod, observed) == [
                .terminate(Termination(cause: .completed, gracePeriod: 30, startedAt: now))
            ])
        pod.spec.restartPolicy = .onFailure
        #expect(decide(pod, observed) == [.launch(container: "setup", attempt: 1)])
    }

    @Test("finished init containers never run again once an app container was made")
    func noSecondInit() {
        let pod = Pod.bound(init: [.named("setup")], [.named("main")])
        let observed = ready(pod) { $0["main"].current = container("main", running) }
        #expect(decide(pod, observed) == [])
    }

    @Test("a new image restarts that one container, whatever the policy")
    func imageChange() {
        let pod = Pod.bound([.named("main") { $0.image = "busybox:2" }, .named("other")]) {
            $0.spec.restartPolicy = .never
        }
        var observed = ready(pod) {
            $0["main"].current = container("main", running)
            $0["other"].current = container("other", running)
        }
        #expect(
            decide(pod, observed) == [
                .stop(container: "main", id: "main-0", .definitionChanged, gracePeriod: 30),
                .signal(container: "main", id: "main-0", gracePeriod: 30),
            ])
        observed["main"].current = container("main", exited(143))
        observed["main"].restartRequested = true
        #expect(decide(pod, observed) == [.launch(container: "main", attempt: 1)])
    }

    @Test("what still runs in a lost sandbox ends first")
    func lostSandboxWithProcesses() {
        let pod = Pod.bound([.named("main")])
        var observed = ready(pod) {
            $0.sandbox = .lost(Self.sandbox)
            $0["main"].current = container("main", running)
        }
        #expect(decide(pod, observed) == [.stopSandbox(id: "s")])
        observed.sandbox = .stopped(Self.sandbox)
        observed["main"].current = container("main", exited(137))
        #expect(decide(pod, observed) == [.removeSandbox(id: "s")])
    }

    @Test("a lost sandbox is replaced with all its containers, but not under Never")
    func lostSandbox() {
        var pod = Pod.bound([.named("main")])
        let observed = ready(pod) {
            $0.sandbox = .lost(Self.sandbox)
            $0["main"].current = container("main", exited(137))
        }
        #expect(decide(pod, observed) == [.removeSandbox(id: "s")])
        pod.spec.restartPolicy = .never
        #expect(
            decide(pod, observed) == [
                .terminate(Termination(cause: .completed, gracePeriod: 30, startedAt: now))
            ])
    }

    // MARK: - End

    @Test("a deletion ends all containers at once, with the deletion's grace period")
    func deletion() {
        let pod = deleted(.tutorial(), grace: 5)
        let termination = Termination(cause: .deleted, gracePeriod: 5, startedAt: now)
        var observed = ready(pod) {
            $0["logwriter"].current = container("logwriter", running)
            $0["logreader"].current = container("logreader", running)
        }
        #expect(decide(pod, observed) == [.terminate(termination)])
        observed.stage = .terminating(termination)
        #expect(
            decide(pod, observed) == [
                .stop(container: "logwriter", id: "logwriter-0", .podEnds, gracePeriod: 5),
                .signal(container: "logwriter", id: "logwriter-0", gracePeriod: 5),
                .stop(container: "logreader", id: "logreader-0", .podEnds, gracePeriod: 5),
                .signal(container: "logreader", id: "logreader-0", gracePeriod: 5),
            ])
    }

    @Test("a second deletion shortens the grace period and never lengthens it")
    func shorterGrace() {
        let pod = deleted(.bound([.named("main")]), grace: 4)
        var observed = ready(pod) {
            $0.stage = .terminating(Termination(cause: .deleted, gracePeriod: 30, startedAt: now))
            $0["main"].current = container("main", running)
            $0["main"].operation = signalled(for: 30)
        }
        let shorter = Termination(cause: .deleted, gracePeriod: 4, startedAt: now + .second)
        #expect(decide(pod, observed, after: 1) == [.terminate(shorter)])
        observed.stage = .terminating(shorter)
        #expect(
            decide(pod, observed, after: 1) == [
                .signal(container: "main", id: "main-0", gracePeriod: 4)
            ])
        let longer = deleted(.bound([.named("main")]), grace: 60)
        observed["main"].operation = signalled(for: 5)
        #expect(decide(longer, observed, after: 2) == [])
    }

    private func signalled(for seconds: Int64) -> ObservedContainer.Operation {
        var ending = ContainerEnding(gracePeriod: seconds, hasHook: false, now: now)
        ending.signal(gracePeriod: seconds, now: now)
        return .stopping(ending)
    }

    @Test("an end waits for a container that is just being started, until all time is over")
    func endDuringLaunch() {
        let pod = deleted(.bound([.named("main")]), grace: 5)
        var observed = ready(pod) {
            $0.stage = .terminating(Termination(cause: .deleted, gracePeriod: 5, startedAt: now))
            $0["main"].operation = .launching
        }
        #expect(decide(pod, observed) == [.wake(at: now + 7 * .second)])
        #expect(decide(pod, observed, after: 7) == [.stopSandbox(id: "s")])
        observed.sandbox = .stopping(Self.sandbox)
        #expect(decide(pod, observed, after: 7) == [])
        observed.sandbox = .stopped(Self.sandbox)
        #expect(decide(pod, observed, after: 7) == [.settle])
    }

    @Test("an end waits for volumes that are being made, until all time is over")
    func endDuringVolumes() {
        let pod = deleted(.bound([.named("main")]), grace: 5)
        var observed = ready(pod) {
            $0.stage = .terminating(Termination(cause: .deleted, gracePeriod: 5, startedAt: now))
            $0.volumes = .preparing
        }
        #expect(decide(pod, observed) == [.wake(at: now + 7 * .second)])
        #expect(decide(pod, observed, after: 7) == [.settle])
        observed.volumes = .ready
        #expect(decide(pod, observed) == [.settle])
    }

    @Test("the deadline of a Pod ends it")
    func deadline() {
        let pod = Pod.bound([.named("main")]) {
            $0.spec.activeDeadlineSeconds = 60
            $0.status.startTime = Timestamp(nanosecondsSince1970: now)
        }
        let observed = ready(pod) { $0["main"].current = container("main", running) }
        #expect(decide(pod, observed) == [.wake(at: now + 60 * .second)])
        #expect(
            decide(pod, observed, after: 60) == [
                .terminate(
                    Termination(
                        cause: .deadlineExceeded, gracePeriod: 30, startedAt: now + 60 * .second))
            ])
    }

    @Test("a completed Pod gives its network back and stays until it is deleted")
    func completed() {
        let pod = Pod.bound([.named("main")])
        var observed = ready(pod) {
            $0.stage = .terminated(Termination(cause: .completed, gracePeriod: 30, startedAt: now))
        }
        #expect(decide(pod, observed) == [.stopSandbox(id: "s")])
        observed.sandbox = .stopped(Self.sandbox)
        #expect(decide(pod, observed) == [])
        #expect(decide(deleted(pod, grace: 30), observed) == [.finish])
    }
}
