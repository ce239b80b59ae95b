import ContainerRuntime
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

@Suite struct PodLifeTests {
    @Test("the tutorial's Pod is created, runs and is deleted")
    func tutorial() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("init", [0])
        try await fixture.run { _ in
            await fixture.client.put(.tutorial())
            try await fixture.eventually("running") {
                let status = await fixture.status()
                return status.phase == .running && status.containerStatuses.allSatisfy(\.ready)
            }
            let calls = await fixture.runtime.calls
            #expect(calls.first == "run sandbox 0")
            let created = calls.filter { $0.hasPrefix("create") }
            #expect(created.first == "create init/0")
            #expect(Set(created) == ["create init/0", "create logwriter/0", "create logreader/0"])
            #expect(
                calls.filter { $0.hasPrefix("start") } == [
                    "start init/0", "start logwriter/0", "start logreader/0",
                ])

            let status = await fixture.status()
            #expect(status.podIP == "10.90.0.7")
            #expect(status.hostIP == "192.0.2.1")
            #expect(status.initContainerStatuses[0].state.terminated?.reason == "Completed")
            #expect(
                status.conditions.map { "\($0.type)=\($0.status)" } == [
                    "PodReadyToStartContainers=True", "Initialized=True", "Ready=True",
                    "ContainersReady=True", "PodScheduled=True",
                ])

            await fixture.client.requestDeletion("sidecar-demo", grace: 30)
            try await fixture.eventually("gone") {
                await fixture.client.pod("sidecar-demo") == nil
            }
            #expect(await fixture.runtime.sandboxes.isEmpty)
            #expect(fixture.images.mounted.isEmpty)
            #expect(DirectoryTree.names(in: fixture.root + "/pods").isEmpty)
            let deletions = await fixture.client.deletions
            #expect(deletions.map(\.preconditionUID) == ["uid-sidecar-demo"])
            #expect(deletions.map(\.gracePeriodSeconds) == [0])
        }
        #expect(
            Set(fixture.events.lines) == [
                "Pulled: Container image \"busybox\" already present on machine and can be accessed by the pod",
                "Created: Container created", "Started: Container started",
                "Killing: Stopping container logwriter", "Killing: Stopping container logreader",
            ])
    }

    @Test("every step of the start is reported in its turn")
    func steps() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            await fixture.client.put(.tutorial())
            try await fixture.eventually("init runs") {
                await fixture.status().initContainerStatuses.first?.state.running != nil
            }
            // That the images of the others are there is told when it is their turn.
            #expect(
                fixture.events.lines.map { $0.prefix { $0 != ":" } } == [
                    "Pulled", "Created", "Started",
                ])
            await fixture.runtime.end("init", code: 0)
            try await fixture.eventually("running") {
                await fixture.status().phase == .running
            }
        }
        let statuses = await fixture.client.statuses["sidecar-demo"] ?? []
        let steps = statuses.map { status in
            let start = status.initContainerStatuses[0].state
            if start.running != nil { return "Init:0/1" }
            if start.terminated == nil { return "Waiting" }
            return status.containerStatuses.allSatisfy { $0.state.running != nil }
                ? "Running" : "PodInitializing"
        }
        var seen: [String] = []
        for step in steps where step != seen.last { seen.append(step) }
        #expect(seen == ["Waiting", "Init:0/1", "PodInitializing", "Running"])
    }

    @Test("a crash of one container leaves the other alone, and is put off by the back-off")
    func crash() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("init", [0])
        try await fixture.run { _ in
            await fixture.client.put(.tutorial())
            try await fixture.eventually("running") {
                await fixture.status().containerStatuses.map(\.ready) == [true, true]
            }
            let writer = await fixture.status().containerStatuses[1].containerID

            await fixture.runtime.end("logreader", code: 1)
            try await fixture.eventually("restarted at once") {
                let reader = await fixture.status().containerStatuses[0]
                return reader.restartCount == 1 && reader.ready
            }
            await fixture.runtime.end("logreader", code: 1)
            try await fixture.eventually("put off") {
                await fixture.status().containerStatuses[0].state.waiting?.reason
                    == "CrashLoopBackOff"
            }
            let waiting = await fixture.status().containerStatuses[0]
            #expect(
                waiting.state.waiting?.message
                    == "back-off 10s restarting failed container=logreader pod=sidecar-demo_default(uid-sidecar-demo)"
            )
            #expect(waiting.lastState.terminated?.exitCode == 1)
            #expect(
                fixture.events.lines.contains(
                    "BackOff: Back-off restarting failed container logreader in pod sidecar-demo_default(uid-sidecar-demo)"
                ))
            try await fixture.eventually("timer is set") { fixture.clock.pending.contains(10) }
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("restarted after 10 s") {
                let reader = await fixture.status().containerStatuses[0]
                return reader.restartCount == 2 && reader.ready
            }
            // What it was shown to be, one after the other.
            var shown: [String] = []
            for status in await fixture.client.statuses["sidecar-demo"] ?? [] {
                guard let reader = status.containerStatuses.named("logreader") else { continue }
                let text =
                    reader.state.waiting?.reason ?? reader.state.terminated?.reason ?? "Running"
                if shown.last != text { shown.append(text) }
            }
            #expect(
                shown == [
                    "PodInitializing", "Running", "Error", "Running", "Error",
                    "CrashLoopBackOff", "Running",
                ]
                    || shown == [
                        "PodInitializing", "Running", "Error", "Running", "CrashLoopBackOff",
                        "Running",
                    ], "\(shown)")
            #expect(await fixture.status().containerStatuses[1].containerID == writer)
            #expect(await fixture.status().containerStatuses[1].restartCount == 0)
            try await fixture.eventually("only the last dead container is kept") {
                await fixture.runtime.calls.contains("remove logreader/0")
            }
        }
    }
}
