import ContainerRuntime
import Glibc
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

/// What goes wrong.
@Suite struct TroubleTests {
    @Test("a claim for one Pod at a time is waited for where the scheduler was not asked")
    func claimOfAnother() async throws {
        let fixture = try Fixture()
        await fixture.client.put(
            PersistentVolumeClaim.with {
                ($0.metadata.name, $0.metadata.namespace) = ("data", "default")
                $0.spec.volumeName = "mine"
                $0.status.phase = "Bound"
            })
        await fixture.client.put(
            PersistentVolume.with {
                $0.metadata.name = "mine"
                $0.spec.accessModes = ["ReadWriteOncePod"]
                $0.spec.hostPath = .with { $0.path = fixture.root }
                $0.status.phase = "Bound"
            })
        @Sendable func pod(_ name: String) -> Pod {
            .bound(named: name, [.named("main")]) {
                $0.spec.volumes = [
                    .with {
                        $0.name = "v"
                        $0.persistentVolumeClaim = .with { $0.claimName = "data" }
                    }
                ]
            }
        }
        let message =
            "FailedMount: MountVolume.SetUp failed for volume \"v\" : volume uses the ReadWriteOncePod access mode and is already in use by another pod"
        try await fixture.run { _ in
            await fixture.client.put(pod("first"))
            try await fixture.eventually("the first runs") {
                await fixture.status("first").phase == .running
            }
            await fixture.client.put(pod("second"))
            try await fixture.eventually("the second says why it waits") {
                fixture.events.lines.contains(message)
            }
        }
        // Who has the claim is known after a restart, whoever is looked at first.
        try await fixture.run { _ in
            try await fixture.eventually("the second still waits") {
                fixture.events.lines.count { $0 == message } == 2
            }
            #expect(await fixture.status("second").phase == .pending)
            // No time passes: it comes of the first one's end alone.
            await fixture.client.requestDeletion("first", grace: 0)
            try await fixture.eventually("the second runs") {
                await fixture.status("second").phase == .running
            }
        }
    }

    @Test("a command that is not there: the error is told, the start is repeated")
    func startError() async throws {
        let fixture = try Fixture()
        await fixture.runtime.failStart(of: "main", "exec: \"nope\": not found")
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("CrashLoopBackOff") {
                await fixture.status("web").containerStatuses.first?.state.waiting?.reason
                    == "CrashLoopBackOff"
            }
            let ended = await fixture.status("web").containerStatuses[0].lastState.terminated
            #expect(ended?.exitCode == 128)
            #expect(ended?.reason == "StartError")
            #expect(ended?.message == "exec: \"nope\": not found")
        }
        #expect(fixture.events.lines.contains("Failed: Error: exec: \"nope\": not found"))
    }

    @Test("a sandbox that cannot be made is repeated")
    func sandboxFailure() async throws {
        let fixture = try Fixture()
        await fixture.runtime.failSandboxes(["no address left"])
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("retry is awaited") { fixture.clock.pending.contains(1) }
            #expect(
                fixture.events.lines.contains(
                    "FailedCreatePodSandBox: Failed to create pod sandbox: no address left"))
            fixture.clock.advance(seconds: 1)
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
        }
    }

    @Test("a deletion during initialization ends the init container and removes the Pod")
    func deletionDuringInit() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            await fixture.client.put(.tutorial())
            try await fixture.eventually("init runs") {
                await fixture.runtime.running() == ["init"]
            }
            await fixture.client.requestDeletion("sidecar-demo", grace: 1)
            try await fixture.eventually("gone") {
                await fixture.client.pod("sidecar-demo") == nil
            }
        }
        // One second is less than a container has at least.
        #expect(await fixture.runtime.calls.contains("stop init 2"))
        #expect(await !fixture.runtime.calls.contains("create logwriter/0"))
        #expect(await fixture.client.statuses["sidecar-demo"]?.last?.phase == .failed)
    }

    @Test("a Pod whose object vanished is removed all the same")
    func forcedDeletion() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            await fixture.client.remove("web")
            try await fixture.eventually("removed") {
                await fixture.runtime.sandboxes.isEmpty && fixture.images.mounted.isEmpty
            }
        }
    }

    @Test("a status that was written over is written again")
    func conflict() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("node is registered") {
                (try? await fixture.client.get(.nodes, namespace: nil, name: "node")) != nil
            }
            await fixture.client.refuseUpdates(2)
            await fixture.runtime.end("main", code: 1)
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
        }
    }

    @Test("a completed Pod keeps its phase and gives its network back")
    func completion() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("main", [0])
        let pod = Pod.bound(named: "job", [.named("main")]) { $0.spec.restartPolicy = .never }
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("succeeded") {
                await fixture.status("job").phase == .succeeded
            }
            try await fixture.eventually("network is down") {
                await fixture.runtime.sandboxes.values.first?.state == .notReady
            }
            let status = await fixture.status("job")
            #expect(status.podIP == "10.90.0.7")
            #expect(
                status.conditions.map { "\($0.type)=\($0.status) \($0.reason)" } == [
                    "PodReadyToStartContainers=False PodSandboxNotReady",
                    "Initialized=True PodCompleted",
                    "Ready=False PodCompleted", "ContainersReady=False PodCompleted",
                    "PodScheduled=True ",
                ])
        }
        // Another daemon leaves it alone.
        let calls = await fixture.runtime.calls.count
        try await fixture.run { kubelet in
            try await fixture.eventually("adopted") { kubelet.worker(uid: "uid-job") != nil }
            await fixture.client.requestDeletion("job", grace: 30)
            try await fixture.eventually("gone") { await fixture.client.pod("job") == nil }
        }
        // Its network and its container beside each other, the sandbox after both.
        let removals = await fixture.runtime.calls.dropFirst(calls)
        #expect(removals.sorted() == ["remove main/0", "remove sandbox", "stop sandbox"])
        #expect(removals.last == "remove sandbox")
    }
}
