import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct PodStatusTests {
    private let now: Int64 = 1_800_000_000 * .second

    private func exit(_ code: Int, oom: Bool = false, reason: String? = nil) -> ContainerExit {
        ContainerExit(
            exitCode: code, finishedAt: now, outOfMemory: oom, reason: reason)
    }

    private func made(_ name: String, _ state: RuntimeContainerState) -> RuntimeContainer {
        RuntimeContainer(
            id: "id-\(name)", sandboxID: "s",
            configuration: ContainerConfiguration(
                name: name, attempt: 3, image: "busybox", imageID: "",
                imageReference: "docker.io/library/busybox@sha256:cd", rootFileSystem: "/",
                arguments: ["sh"], logPath: "",
                annotations: [ContainerLabels.imageName: "docker.io/library/busybox:latest"]),
            state: state, createdAt: 0)
    }

    private func status(
        _ pod: Pod, _ states: [String: RuntimeContainerState], stage: PodStage = .syncing,
        previous: PodStatus = PodStatus(), after seconds: Int64 = 0,
        _ change: (inout ObservedPod) -> Void = { _ in }
    ) -> PodStatus {
        var observed = ObservedPod()
        observed.stage = stage
        for (name, state) in states { observed[name].current = made(name, state) }
        change(&observed)
        return PodStatuses.status(
            of: pod, observed: observed, previous: previous, hostIPs: ["192.0.2.1"],
            now: now + seconds * .second, settings: SyncSettings())
    }

    private let ended = PodStage.terminated(
        Termination(cause: .completed, gracePeriod: 30, startedAt: 0))

    // MARK: - Containers

    @Test("a running container")
    func running() {
        let container = status(
            .bound([.named("main")]), ["main": .running(startedAt: now)]
        ).containerStatuses[0]
        #expect(container.image == "docker.io/library/busybox:latest")
        #expect(container.imageID == "docker.io/library/busybox@sha256:cd")
        #expect(container.containerID == "swiftlet://id-main")
        #expect(container.restartCount == 3)
        #expect(container.ready)
        #expect(container.started == true)
        #expect(container.state.running?.startedAt?.nanosecondsSince1970 == now)
    }

    @Test("what became of mounts: images, and whether all below is read-only")
    func mounts() {
        let pod = Pod.bound([
            .named("main") {
                $0.volumeMounts = [
                    .with {
                        ($0.name, $0.mountPath) = ("files", "/files")
                        ($0.readOnly, $0.recursiveReadOnly) = (true, .ifPossible)
                    }, .with { ($0.name, $0.mountPath) = ("work", "/work") },
                ]
            }
        ])
        func mounts(
            previous: PodStatus = PodStatus(), _ change: (inout ObservedPod) -> Void
        ) -> [VolumeMountStatus] {
            status(pod, ["main": .running(startedAt: now)], previous: previous, change)
                .containerStatuses[0].volumeMounts
        }
        let image = "docker.io/library/files@sha256:ab"
        let made = mounts {
            $0.volumeImages = ["files": image]
            $0["main"].current?.configuration.mounts = [
                ContainerMount(
                    hostPath: "/", containerPath: "/files", readOnly: true,
                    isRecursivelyReadOnly: true)
            ]
        }
        #expect(made.map(\.recursiveReadOnly) == [.enabled, nil])
        #expect(made.map(\.volumeStatus?.image?.imageRef) == [image, nil])
        // A daemon that has begun again has not looked at its volumes yet.
        let old = PodStatus.with {
            $0.containerStatuses = [
                .with {
                    $0.name = "main"
                    $0.volumeMounts = made
                }
            ]
        }
        let again = mounts(previous: old) { _ in }
        #expect(again.map(\.volumeStatus?.image?.imageRef) == [image, nil])
        #expect(again.map(\.recursiveReadOnly) == [.disabled, nil])
    }

    @Test("statuses are sorted by name, and belong to their containers all the same")
    func order() {
        let pod = Pod.bound(
            init: [.named("z"), .named("a")], [.named("writer"), .named("reader")]
        ) { $0.spec.restartPolicy = .never }
        let status = status(
            pod,
            [
                "z": .exited(startedAt: now, exit(0)), "a": .exited(startedAt: now, exit(0)),
                "writer": .running(startedAt: now),
                "reader": .exited(startedAt: now, exit(1)),
            ])
        #expect(status.containerStatuses.map(\.name) == ["reader", "writer"])
        #expect(status.containerStatuses[0].state.terminated?.exitCode == 1)
        #expect(status.initContainerStatuses.map(\.name) == ["z", "a"])
        let waiting = self.status(pod, [:])
        let condition = waiting.conditions.first { $0.type == .containersReady }
        #expect(condition?.message == "containers with unready status: [writer reader]")
    }

    @Test("what is mounted is told in whatever state the container is")
    func volumeMounts() {
        let pod = Pod.bound([
            .named("main") {
                $0.volumeMounts = [
                    .with {
                        $0.name = "data"
                        $0.mountPath = "/data"
                        $0.readOnly = true
                    }
                ]
            }
        ]) { $0.spec.restartPolicy = .never }
        for state in [nil, .running(startedAt: now), .exited(startedAt: now, exit(0))]
            as [RuntimeContainerState?]
        {
            let container = status(pod, state.map { ["main": $0] } ?? [:]).containerStatuses[0]
            #expect(container.volumeMounts.map(\.mountPath) == ["/data"])
            #expect(container.volumeMounts.first?.recursiveReadOnly == .disabled)
        }
    }

    @Test("readiness gates: conditions of others that a Pod's readiness waits for")
    func readinessGates() {
        let pod = Pod.bound([.named("main")]) {
            $0.spec.readinessGates = [.with { $0.conditionType = "example.com/gate" }]
        }
        func ready(_ gate: ConditionStatus?) -> String {
            var previous = PodStatus()
            if let gate {
                previous.conditions = [
                    .with {
                        $0.type = "example.com/gate"
                        $0.status = gate
                    }
                ]
            }
            let condition = status(pod, ["main": .running(startedAt: now)], previous: previous)
                .conditions.first { $0.type == .ready }
            return [condition?.status.rawValue, condition?.reason, condition?.message]
                .compactMap(\.self).joined(separator: " ")
        }
        let reason = "False ReadinessGatesNotReady"
        #expect(
            ready(nil)
                == "\(reason) corresponding condition of pod readiness gate \"example.com/gate\" does not exist."
        )
        #expect(
            ready("False")
                == "\(reason) the status of pod readiness gate \"example.com/gate\" is not \"True\", but False"
        )
        #expect(ready("True") == "True  ")
    }

    @Test("what a container was given is told as long as there is one")
    func resources() {
        let pod = Pod.bound([
            .named("main") { $0.resources.limits = ["cpu": Quantity(value: 1)] }
        ]) { $0.spec.restartPolicy = .never }
        func limit(_ state: RuntimeContainerState?) -> Int64? {
            status(pod, state.map { ["main": $0] } ?? [:]).containerStatuses[0].resources?
                .limits["cpu"]?.value
        }
        #expect(limit(nil) == nil)
        #expect(limit(.running(startedAt: now)) == 1)
        #expect(limit(.exited(startedAt: now, exit(1))) == 1)
    }

    @Test("an init container that is gone has done its work where app containers were made")
    func forgottenInit() {
        let pod = Pod.bound(init: [.named("setup")], [.named("main")])
        let result = status(pod, ["main": .running(startedAt: now)])
        let setup = result.initContainerStatuses[0]
        #expect(setup.state.terminated?.reason == "Completed")
        #expect(setup.ready)
        #expect(result.phase == .running)
    }

    @Test("an end for a reason of its own is told when nothing runs any more")
    func evicted() {
        let failure = PodFailure(
            reason: "Evicted", message: "The node was low", disruption: "TerminationByKubelet")
        let termination = Termination(
            cause: .failed(failure), gracePeriod: 30, startedAt: now)
        let pod = Pod.bound([.named("main")])
        var previous = PodStatus()
        previous.phase = .running
        let ending = status(
            pod, ["main": .running(startedAt: now)], stage: .terminating(termination),
            previous: previous)
        #expect(ending.phase == .running)
        #expect(ending.reason == "")
        #expect(
            ending.conditions.map(\.type.rawValue).prefix(2) == [
                "DisruptionTarget", "PodReadyToStartContainers",
            ])
        let ended = status(
            pod, ["main": .exited(startedAt: now, exit(0))], stage: .terminated(termination),
            previous: ending)
        #expect(ended.phase == .failed)
        #expect(ended.reason == "Evicted")
        #expect(ended.message == "The node was low")
        #expect(ended.conditions.filter { $0.type.rawValue == "DisruptionTarget" }.count == 1)
    }

    @Test("the reason of a phase goes with it")
    func staleReason() {
        var previous = PodStatus()
        previous.phase = .pending
        previous.reason = "Odd"
        let pod = Pod.bound([.named("main")])
        #expect(status(pod, [:], previous: previous).reason == "Odd")
        #expect(
            status(pod, ["main": .running(startedAt: now)], previous: previous).reason == "")
    }

    @Test("the reasons of an end")
    func terminationReasons() {
        #expect(exit(0).terminationReason == "Completed")
        #expect(exit(1).terminationReason == "Error")
        #expect(exit(137, oom: true).terminationReason == "OOMKilled")
        #expect(exit(0, oom: true).terminationReason == "Completed")
        #expect(exit(128, reason: "StartError").terminationReason == "StartError")
    }

    @Test("what a container waits for")
    func waiting() {
        #expect(
            status(.bound([.named("main")]), [:]).containerStatuses[0].state.waiting?.reason
                == "ContainerCreating")
        let withInit = status(.tutorial(), [:])
        #expect(withInit.containerStatuses[0].state.waiting?.reason == "PodInitializing")
        #expect(withInit.initContainerStatuses[0].state.waiting?.reason == "PodInitializing")
    }

    @Test("a lost exit code")
    func lost() {
        let container = status(
            .bound([.named("main")]) { $0.spec.restartPolicy = .never }, ["main": .unknown]
        ).containerStatuses[0]
        #expect(container.state.terminated?.exitCode == 137)
        #expect(container.state.terminated?.reason == "ContainerStatusUnknown")
    }

    @Test(
        "durations as Go prints them",
        arguments: [
            (10, "10s"), (160, "2m40s"), (300, "5m0s"), (60, "1m0s"), (3725, "1h2m5s"),
        ])
    func durations(seconds: Int64, text: String) {
        #expect(ContainerStatuses.text(seconds * .second) == text)
    }

    // MARK: - Phase

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

    // MARK: - Conditions

    @Test("conditions while initializing")
    func conditions() {
        let result = status(.tutorial(), ["init": .running(startedAt: now)])
        #expect(
            result.conditions.map { "\($0.type)=\($0.status) \($0.reason): \($0.message)" } == [
                "PodReadyToStartContainers=False PodSandboxNotReady: ",
                "Initialized=False ContainersNotInitialized: containers with incomplete status: [init]",
                "Ready=False ContainersNotReady: containers with unready status: [logwriter logreader]",
                "ContainersReady=False ContainersNotReady: containers with unready status: [logwriter logreader]",
                "PodScheduled=True : ",
            ])
        #expect(result.conditions.allSatisfy { $0.observedGeneration == 1 })
        #expect(result.observedGeneration == 1)
    }

    @Test("a Pod stays initialized once an app container has started; a sidecar counts as ready")
    func initializedForGood() {
        let pod = Pod.bound(
            init: [.named("setup"), .named("proxy") { $0.restartPolicy = "Always" }],
            [.named("main")])
        func condition(_ type: String, _ states: [String: RuntimeContainerState]) -> String {
            let condition = status(pod, states).conditions.first { $0.type.rawValue == type }
            return "\(condition?.status.rawValue ?? "") \(condition?.message ?? "")"
        }
        let run = RuntimeContainerState.running(startedAt: now)
        let done = RuntimeContainerState.exited(startedAt: 0, exit(0))
        #expect(
            condition("Initialized", ["setup": done])
                == "False containers with incomplete status: [proxy]")
        #expect(condition("Initialized", ["setup": done, "proxy": run]) == "True ")
        #expect(condition("Initialized", ["setup": done, "main": run]) == "True ")
        #expect(
            condition("ContainersReady", ["setup": done, "main": run])
                == "False containers with unready status: [proxy]")
        // Also with a new sandbox, where all begins anew.
        let before = status(pod, ["setup": done, "proxy": run, "main": run])
        let restarted = status(pod, [:], previous: before) { observed in
            for name in ["setup", "proxy", "main"] { observed[name].last = made(name, done) }
        }
        #expect(restarted.conditions.first { $0.type == .initialized }?.status == "True")
    }

    @Test("what is told of containers that are removed to be started again all together")
    func reset() {
        let rule = ContainerRestartRule.with {
            $0.action = .restartAllContainers
            $0.exitCodes = .with {
                $0.operator = "In"
                $0.values = [88]
            }
        }
        let pod = Pod.bound(
            init: [.named("setup"), .named("proxy") { $0.restartPolicy = "Always" }],
            [
                .named("main"),
                .named("watcher") {
                    $0.restartPolicy = "Never"
                    $0.restartPolicyRules = [rule]
                },
            ]
        ) { $0.spec.restartPolicy = .never }
        let states: [String: RuntimeContainerState] = [
            "setup": .exited(startedAt: 0, exit(0)), "proxy": .exited(startedAt: 0, exit(137)),
            "main": .exited(startedAt: 0, exit(137)), "watcher": .exited(startedAt: 0, exit(88)),
        ]
        let before = status(
            pod, states.mapValues { _ in .running(startedAt: now) })
        func summary(_ status: PodStatus) -> String {
            var shown = pod
            shown.status = status
            let summary = PodSummary(shown)
            return "\(summary.ready) \(summary.status) \(summary.restarts)"
        }
        // While they end, each as it is.
        let ending = status(pod, states, previous: before) {
            $0.restartOfAll = RestartOfAll(source: "watcher")
        }
        #expect(ending.containerStatuses[1].state.terminated?.exitCode == 88)
        #expect(ending.conditions.last?.status == "True")
        let removing = status(pod, states, previous: ending) {
            $0.restartOfAll = RestartOfAll(source: "watcher", isRemoving: true)
        }
        #expect(removing.phase == .running)
        #expect(removing.conditions.first { $0.type == .initialized }?.status == "True")
        for container in removing.initContainerStatuses + removing.containerStatuses {
            #expect(container.state.waiting?.reason == "RestartingAllContainers")
            #expect(
                container.state.waiting?.message
                    == "The container is removed because RestartAllContainers in place")
            #expect(container.lastState.terminated?.exitCode == 137)
            #expect(container.lastState.terminated?.reason == "RestartingAllContainers")
            #expect(container.lastState.terminated?.finishedAt == nil)
            #expect(container.restartCount == 4)
        }
        #expect(summary(removing) == "0/3 RestartingAllContainers 8")
        // Gone, they wait as at first, or as long as the back-off lasts as before.
        func gone(_ startsAfter: Int64?) -> PodStatus {
            status(pod, [:], previous: removing) { observed in
                observed.startsAfter = startsAfter
                for name in states.keys {
                    observed[name].firstAttempt = 1
                    observed[name].last = made(name, .exited(startedAt: 0, exit(1)))
                    observed[name].lastWasReset = true
                }
            }
        }
        #expect(gone(nil).containerStatuses[0].state.waiting?.reason == "PodInitializing")
        #expect(gone(nil).containerStatuses[0].lastState.terminated?.exitCode == 137)
        #expect(gone(nil).containerStatuses[0].restartCount == 1)
        #expect(
            gone(now + 1).containerStatuses[0].state.waiting?.reason == "RestartingAllContainers")
        // A daemon that has come anew knows no more than what was reported.
        let running = status(pod, ["main": .running(startedAt: now)], previous: gone(nil))
        #expect(
            running.containerStatuses[0].lastState.terminated?.reason == "RestartingAllContainers")
    }

    @Test("a container that was reported as running and is not there any more when its Pod ends")
    func notLocated() {
        let pod = Pod.bound([.named("main")])
        let before = status(pod, ["main": .running(startedAt: now)])
        let container = status(pod, [:], stage: ended, previous: before).containerStatuses[0]
        #expect(container.state.terminated?.exitCode == 137)
        #expect(container.state.terminated?.reason == "ContainerStatusUnknown")
        #expect(
            container.state.terminated?.message
                == "The container could not be located when the pod was terminated")
    }

    @Test("transition times are kept while a condition stays, foreign conditions stay first")
    func transitions() {
        let pod = Pod.bound([.named("main")])
        var first = status(pod, [:])
        first.conditions.insert(
            .with {
                $0.type = "example.com/gate"
                $0.status = "True"
            }, at: 0)
        let second = status(
            pod, ["main": .running(startedAt: now)], previous: first, after: 5)
        #expect(second.conditions[0].type == "example.com/gate")
        func seconds(_ type: String) -> Int64? {
            second.conditions.first { $0.type.rawValue == type }?.lastTransitionTime?
                .secondsSince1970
        }
        #expect(seconds("PodScheduled") == 1_800_000_000)
        #expect(seconds("Ready") == 1_800_000_005)
    }

    // MARK: - Messages

    @Test("a termination message from the log has no log format in it")
    func logMessage() {
        let log = """
            2026-11-22T19:00:00.1Z stdout F one
            2026-11-22T19:00:00.2Z stderr P tw
            2026-11-22T19:00:00.3Z stderr F o  x

            """
        #expect(
            String(decoding: TerminationMessage.text(of: Array(log.utf8)), as: UTF8.self)
                == "one\ntwo  x\n")
    }
}
