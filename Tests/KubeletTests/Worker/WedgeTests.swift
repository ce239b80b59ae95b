import ContainerRuntime
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

/// What never answers holds up its own Pod alone, and not for ever.
@Suite struct WedgeTests {
    /// With five containers, each of whose images is on its way for ever.
    private static func wedged(_ number: Int) -> Pod {
        .bound(
            named: "wedged-\(number)",
            (0..<5).map { container in .named("c\(container)") { $0.image = "slow" } })
    }

    @Test("a thousand steps under way for two hundred Pods do not slow another one")
    func thousandSteps() async throws {
        let fixture = try Fixture()
        fixture.images.hold("slow")
        try await fixture.run { kubelet in
            for number in 0..<200 { await fixture.client.put(Self.wedged(number)) }
            try await fixture.eventually("a thousand pulls are under way") {
                fixture.images.pulls.count == 1000
            }
            // Each is told of something as well, all of it before anything of this Pod's.
            for number in 0..<1000 {
                kubelet.worker(uid: "uid-wedged-\(number % 200)")?
                    .send(.containerExited(id: "nobody"))
            }
            let pod = Pod.bound(named: "web", [.named("main")])
            await fixture.client.put(pod)
            try await fixture.eventually("runs") { await fixture.status("web").isTrue(.ready) }
            await fixture.runtime.end("main", code: 1)
            try await fixture.eventually("runs again") {
                await fixture.status("web").containerStatuses.first?.restartCount == 1
            }
            await fixture.client.requestDeletion("web", grace: 30)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
            #expect(fixture.images.pulls.count == 1000, "none of the others has gone on")
            fixture.images.release("slow")
        }
    }

    @Test("a volume that never comes is told about, holds no other Pod up, and goes with its own")
    func volume() async throws {
        let fixture = try Fixture()
        await fixture.client.holdReads(of: "stuck")
        let stuck = Pod.bound(named: "stuck", [.named("main")]) {
            $0.spec.volumes = [
                .with {
                    $0.name = "settings"
                    $0.configMap = .with { $0.name = "stuck" }
                }
            ]
        }
        try await fixture.run { _ in
            await fixture.client.put(stuck)
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("the other runs") {
                await fixture.status("web").isTrue(.ready)
            }
            await fixture.client.requestDeletion("stuck", grace: 5)
            try await fixture.eventually("its end is awaited") {
                fixture.clock.pending.contains(7) && fixture.clock.pending.contains(2)
            }
            fixture.clock.advance(seconds: 2)
            try await fixture.eventually("it is told") {
                fixture.events.lines.contains("Terminating: Waiting for its volumes")
            }
            fixture.clock.advance(seconds: 5)
            try await fixture.eventually("gone") { await fixture.client.pod("stuck") == nil }
            await fixture.client.releaseReads(of: "stuck")
        }
    }

    @Test("a start that never ends is given up when the grace period is over")
    func start() async throws {
        let fixture = try Fixture()
        await fixture.runtime.holdStart(of: "main")
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("it is being started") {
                await fixture.runtime.calls.contains("create main/0")
            }
            await fixture.client.requestDeletion("web", grace: 5)
            try await fixture.eventually("its end is awaited") {
                fixture.clock.pending.contains(7)
            }
            #expect(await !fixture.runtime.calls.contains("stop sandbox"))
            fixture.clock.advance(seconds: 7)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
            #expect(
                fixture.events.lines.contains(
                    "Terminating: Waiting for container main, which is being started"))
            await fixture.runtime.releaseStarts()
        }
    }

    @Test("what an end waits for is told when it takes its time, and each change of it")
    func waits() async throws {
        let fixture = try Fixture()
        fixture.commands.hold("bye")
        await fixture.runtime.ignoreStop("main")
        let pod = Pod.bound(
            named: "web",
            [.named("main") { $0.lifecycle = .with { $0.preStop = .exec("bye") } }]
        ) { $0.metadata.finalizers = ["example.com/guard"] }
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            await fixture.client.requestDeletion("web", grace: 20)
            try await fixture.eventually("the hook runs") { fixture.commands.calls == ["bye"] }
            try await fixture.eventually("the time to tell is awaited") {
                fixture.clock.pending.contains(2)
            }
            fixture.clock.advance(seconds: 5.5)
            try await fixture.eventually("the hook is told") {
                fixture.events.lines.contains(
                    "Terminating: Waiting for the preStop hook of container main, 20s at most")
            }
            fixture.commands.release("bye")
            try await fixture.eventually("the kill is awaited, and the time to tell") {
                fixture.clock.pending.contains(15) && fixture.clock.pending.contains(2)
            }
            fixture.clock.advance(seconds: 2)
            try await fixture.eventually("the signal is told") {
                fixture.events.lines.contains(
                    "Terminating: Waiting for container main to end after its stop signal, 15s at most"
                )
            }
            fixture.clock.advance(seconds: 13)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
            try await fixture.eventually("finalizers are told") {
                fixture.events.lines.last
                    == "Terminating: Waiting for its finalizers example.com/guard"
            }
        }
    }

    @Test("a Pod whose process 1 is killed gets another sandbox, and its containers run again")
    func sandbox() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("one"), .named("two")]))
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            await fixture.runtime.endSandbox(of: "uid-web")
            try await fixture.eventually("runs again") {
                let status = await fixture.status("web")
                return status.isTrue(.ready)
                    && status.containerStatuses.map(\.restartCount) == [1, 1]
            }
            for status in await fixture.status("web").containerStatuses {
                #expect(status.lastState.terminated?.exitCode == 137)
                #expect(status.lastState.terminated?.reason == "Error")
            }
            #expect(await fixture.runtime.sandboxes.keys.sorted() == ["sandbox-uid-web-1"])
        }
        #expect(
            fixture.events.lines.contains(
                "SandboxChanged: Pod sandbox changed, it will be killed and re-created."))
    }
}
