import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// Pods after a restart of the machine: the runtime knows nothing, the API all that was reported.
@Suite struct MachineRestartTests {
    /// Has the Pods run, and the machine start anew.
    private func restart(
        _ fixture: Fixture, _ pods: [Pod],
        after isThere: @escaping @Sendable (PodStatus) -> Bool,
        then: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await fixture.run { _ in
            for pod in pods {
                await fixture.client.put(pod)
                try await fixture.eventually("runs") {
                    isThere(await fixture.status(pod.metadata.name))
                }
            }
        }
        await fixture.runtime.loseAll()
        try await fixture.run { _ in try await then() }
    }

    private func runs(_ status: PodStatus, _ name: String) -> Bool {
        status.containerStatuses.named(name)?.state.running != nil
    }

    @Test(
        "what may run again does, from the first init container on, and what has done its work does not"
    )
    func restarts() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("setup", [0, 0])
        await fixture.runtime.endAtOnce("done", [0])
        let pod = Pod.bound(
            named: "web",
            init: [.named("setup"), .named("proxy") { $0.restartPolicy = "Always" }],
            [.named("main"), .named("done")]
        ) { $0.spec.restartPolicy = .onFailure }
        try await restart(fixture, [pod]) {
            runs($0, "main") && $0.containerStatuses.named("done")?.state.terminated != nil
        } then: {
            try await fixture.eventually("runs again") {
                let status = await fixture.status("web")
                return runs(status, "main") && status.containerStatuses[1].restartCount == 1
                    && status.initContainerStatuses.map(\.restartCount) == [1, 1]
                    && status.initContainerStatuses[1].ready
            }
            let status = await fixture.status("web")
            let last = status.containerStatuses[1].lastState.terminated
            #expect(last?.exitCode == 255)
            #expect(last?.reason == "Unknown")
            #expect(last?.startedAt != nil)
            #expect(status.containerStatuses[0].state.terminated?.reason == "Completed")
            #expect(status.containerStatuses[0].restartCount == 0)
            #expect(status.phase == .running)
        }
        #expect(
            await fixture.runtime.calls.filter { $0.hasPrefix("start ") } == [
                "start setup/0", "start proxy/0", "start main/0", "start done/0",
                "start setup/1", "start proxy/1", "start main/1",
            ])
        #expect(
            fixture.events.lines.filter { $0.hasPrefix("SandboxChanged") }
                == ["SandboxChanged: Pod sandbox changed, it will be killed and re-created."])
    }

    @Test("with policy Never nothing runs again: the Pod has failed")
    func never() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("done", [0])
        let pod = Pod.bound(named: "job", [.named("main"), .named("done")]) {
            $0.spec.restartPolicy = .never
        }
        try await restart(fixture, [pod]) {
            runs($0, "main") && $0.containerStatuses.named("done")?.state.terminated != nil
        } then: {
            try await fixture.eventually("failed") {
                await fixture.status("job").phase == .failed
            }
        }
        let status = await fixture.status("job")
        #expect(
            status.containerStatuses.map { $0.state.terminated?.exitCode } == [0, 255])
        #expect(status.containerStatuses[1].state.terminated?.reason == "Unknown")
        #expect(
            await fixture.runtime.calls.filter { $0.hasPrefix("start ") } == [
                "start main/0", "start done/0",
            ])
    }

    @Test("with policy Never those run again that have another policy")
    func ownPolicy() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("setup", [0])
        let pod = Pod.bound(
            named: "web", init: [.named("setup")],
            [.named("main") { $0.restartPolicy = "OnFailure" }, .named("once")]
        ) { $0.spec.restartPolicy = .never }
        try await restart(fixture, [pod]) {
            runs($0, "main") && runs($0, "once")
        } then: {
            try await fixture.eventually("main runs again") {
                let status = await fixture.status("web")
                return runs(status, "main") && status.containerStatuses[0].restartCount == 1
            }
            let once = await fixture.status("web").containerStatuses[1]
            #expect(once.state.terminated?.exitCode == 255)
        }
        #expect(
            await fixture.runtime.calls.filter { $0.hasPrefix("start ") } == [
                "start setup/0", "start main/0", "start once/0", "start main/1",
            ])
    }

    @Test("what is known of containers whose records are gone")
    func lostContainers() {
        func lost(_ change: (inout ContainerStatus) -> Void) -> RuntimeContainer? {
            var status = ContainerStatus()
            status.name = "main"
            status.image = "docker.io/library/busybox:latest"
            status.imageID = "busybox@sha256:ab"
            status.restartCount = 2
            change(&status)
            return LostContainer.container(status, of: .named("main"), now: 7 * .second)
        }
        func end(_ code: Int32, _ id: String) -> KubernetesAPI.ContainerState {
            .with {
                $0.terminated = .with {
                    $0.exitCode = code
                    $0.reason = "Error"
                    $0.message = "oh"
                    $0.containerID = ContainerLabels.statusID(id)
                    $0.startedAt = Timestamp(nanosecondsSince1970: 3 * .second)
                    $0.finishedAt = Timestamp(nanosecondsSince1970: 4 * .second)
                }
            }
        }
        // Never begun.
        #expect(lost { $0.state.waiting = .with { $0.reason = "ContainerCreating" } } == nil)
        let ended = lost {
            $0.containerID = ContainerLabels.statusID("b")
            $0.state = end(3, "b")
            $0.lastState = end(1, "a")
        }
        #expect(ended?.id == "b")
        #expect(ended?.configuration.attempt == 2)
        #expect(
            ended?.state
                == .exited(
                    startedAt: 3 * .second,
                    ContainerExit(
                        exitCode: 3, finishedAt: 4 * .second, reason: "Error", message: "oh")))
        let waiting = lost {
            $0.containerID = ContainerLabels.statusID("b")
            $0.state.waiting = .with { $0.reason = "CrashLoopBackOff" }
            $0.lastState = end(3, "b")
        }
        #expect(waiting?.exit?.exitCode == 3)
        let running = lost {
            $0.containerID = ContainerLabels.statusID("b")
            $0.state.running = .with { $0.startedAt = Timestamp(nanosecondsSince1970: .second) }
            $0.lastState = end(3, "a")
        }
        #expect(
            running?.state
                == .exited(
                    startedAt: .second,
                    ContainerExit(exitCode: 255, finishedAt: 7 * .second, reason: "Unknown")))
    }
}
