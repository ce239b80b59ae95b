import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// What starts when, and what does not hold it up.
@Suite struct StartOrderTests: PodDecisions {
    private var sidecar: KubernetesAPI.Container {
        .named("proxy") { $0.restartPolicy = "Always" }
    }

    private func failed(_ reason: String = "CreateContainerError") -> Failure {
        Failure(reason: reason, message: "", failedAt: now, retryAt: now + 10 * .second)
    }

    private let put = PodAction.wake(at: 1_800_000_010 * .second)

    @Test("ephemeral containers come before init containers, those before app containers")
    func order() {
        let pod = Pod.bound(init: [.named("setup")], [.named("main")]) {
            $0.spec.ephemeralContainers = [
                .with {
                    $0.name = "debugger"
                    $0.image = "busybox"
                }
            ]
        }
        var observed = ready(pod)
        let debugger = PodAction.launch(container: "debugger", attempt: 0)
        #expect(decide(pod, observed) == [debugger, .launch(container: "setup", attempt: 0)])
        observed["setup"].current = container("setup", exited(0))
        #expect(decide(pod, observed) == [debugger, .launch(container: "main", attempt: 0)])
    }

    @Test("an init container that cannot be started ends the pass")
    func failedInit() {
        let pod = Pod.bound(init: [.named("setup"), .named("second")], [.named("main")])
        let observed = ready(pod) { $0["setup"].failure = failed() }
        #expect(decide(pod, observed) == [put])
    }

    @Test("an app container that cannot be started holds up no other")
    func failedApp() {
        let pod = Pod.bound([.named("one"), .named("two")])
        let observed = ready(pod) { $0["one"].failure = failed("RunContainerError") }
        #expect(decide(pod, observed) == [put, .launch(container: "two", attempt: 0)])
    }

    @Test("a sidecar keeps the gate shut until it has been started once")
    func failedSidecar() {
        let pod = Pod.bound(init: [sidecar, .named("setup")], [.named("main")])
        var observed = ready(pod) { $0["proxy"].failure = failed() }
        #expect(decide(pod, observed) == [put])
        // One that ended later, and cannot be started again, is left out of the pass.
        observed["proxy"].current = container("proxy", exited(1))
        observed["setup"].current = container("setup", running)
        #expect(decide(pod, observed) == [put])
        observed["setup"].current = container("setup", exited(0))
        #expect(decide(pod, observed) == [put, .launch(container: "main", attempt: 0)])
    }

    @Test("a sidecar that is not alive is ended, and the gate stays open")
    func livenessNeverGates() {
        let pod = Pod.bound(init: [sidecar], [.named("main")])
        let observed = ready(pod) {
            $0["proxy"].current = container("proxy", running)
            $0["proxy"].health.liveness = false
        }
        #expect(
            decide(pod, observed) == [
                .stop(
                    container: "proxy", id: "proxy-0", .livenessFailed(restarts: true),
                    gracePeriod: 30),
                .signal(container: "proxy", id: "proxy-0", gracePeriod: 30),
                .launch(container: "main", attempt: 0),
            ])
    }

    @Test("a new sandbox begins with the first init container, and counts on")
    func newSandbox() {
        let pod = Pod.bound(init: [.named("setup"), sidecar], [.named("main")])
        var observed = ready(pod) {
            $0["setup"].current = container("setup", exited(0))
            $0["proxy"].current = container("proxy", exited(137), attempt: 2)
            $0["main"].current = container("main", exited(137), attempt: 1)
        }
        for name in ["setup", "proxy", "main"] {
            observed[name].forget()
            observed[name].image = .ready(FakeImages.record)
        }
        #expect(decide(pod, observed) == [.launch(container: "setup", attempt: 1)])
        observed["setup"].current = container("setup", exited(0), attempt: 1)
        #expect(decide(pod, observed) == [.launch(container: "proxy", attempt: 3)])
        observed["proxy"].current = container("proxy", running, attempt: 3)
        #expect(decide(pod, observed) == [.launch(container: "main", attempt: 2)])
    }

    @Test("a new image concerns app containers and sidecars that run, never init containers")
    func newImage() {
        var pod = Pod.bound(init: [.named("setup"), sidecar], [.named("main")]) {
            $0.spec.restartPolicy = .never
        }
        for index in 0...1 { pod.spec.initContainers[index].image = "busybox:2" }
        var observed = ready(pod) { $0["setup"].current = container("setup", running) }
        #expect(decide(pod, observed) == [])
        observed["setup"].current = container("setup", exited(0))
        observed["proxy"].current = container("proxy", running)
        observed["main"].current = container("main", running)
        #expect(
            decide(pod, observed) == [
                .stop(container: "proxy", id: "proxy-0", .definitionChanged, gracePeriod: 30),
                .signal(container: "proxy", id: "proxy-0", gracePeriod: 30),
            ])
    }

    @Test(
        "whether a Pod is over, by its policy and the codes of its two containers",
        arguments: [
            ("Always", 0, 0, false), ("Always", 1, 1, false), ("OnFailure", 0, 0, true),
            ("OnFailure", 0, 1, false), ("Never", 0, 1, true), ("Never", 1, 1, true),
        ])
    func over(policy: String, one: Int, other: Int, isOver: Bool) {
        let pod = Pod.bound(init: [sidecar], [.named("one"), .named("two")]) {
            $0.spec.restartPolicy = RestartPolicy(rawValue: policy)
        }
        let observed = ready(pod) {
            $0["proxy"].current = container("proxy", running)
            $0["one"].current = container("one", exited(one))
            $0["two"].current = container("two", exited(other))
        }
        #expect(PodSync.isOver(pod, observed) == isOver)
    }

    @Test("image volumes of a Pod with users of its own wait for the sandbox that has them")
    func volumesOfUsers() {
        func steps(hostUsers: Bool?, image: Bool) -> [PodAction] {
            let pod = Pod.bound([.named("main")]) {
                $0.spec.hostUsers = hostUsers
                $0.spec.volumes = [
                    .with {
                        $0.name = "v"
                        if image { $0.image = .with { $0.reference = "busybox" } }
                    }
                ]
            }
            var observed = ObservedPod()
            observed.sandbox = .ready(Self.sandbox)
            #expect(decide(pod, observed).contains(.prepareVolumes))
            observed.sandbox = .creating
            return decide(pod, observed)
        }
        #expect(!steps(hostUsers: false, image: true).contains(.prepareVolumes))
        #expect(steps(hostUsers: false, image: false).contains(.prepareVolumes))
        #expect(steps(hostUsers: true, image: true).contains(.prepareVolumes))
        #expect(steps(hostUsers: nil, image: true).contains(.prepareVolumes))
    }

    @Test("a Pod for which others end begins when they have ended, unless it is deleted before")
    func awaitingRoom() {
        let pod = Pod.bound([.named("main")])
        var observed = ObservedPod()
        observed.isAwaitingRoom = true
        #expect(decide(pod, observed) == [])
        #expect(
            decide(deleted(pod, grace: 0), observed) == [
                .terminate(Termination(cause: .deleted, gracePeriod: 0, startedAt: now))
            ])
        observed.isAwaitingRoom = false
        #expect(decide(pod, observed).first == .createSandbox(attempt: 0))
    }
}
