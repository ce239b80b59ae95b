import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// What is told of the containers of a Pod.
@Suite struct PodStatusTests: PodStatusDecisions {
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
