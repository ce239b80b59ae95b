import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// Hooks in the life of Pods over fakes.
@Suite struct HookTests {
    @Test("a container is reported as running, and the next one starts, after its postStart hook")
    func postStart() async throws {
        let fixture = try Fixture()
        fixture.commands.hold("hello")
        let pod = Pod.bound(
            named: "web",
            [
                .named("one") { $0.lifecycle = .with { $0.postStart = .exec("hello") } },
                .named("two"),
            ])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("the hook runs") { fixture.commands.calls == ["hello"] }
            #expect(await fixture.runtime.running() == ["one"])
            #expect(
                await fixture.status("web").containerStatuses[0].state.waiting?.reason
                    == "ContainerCreating")
            fixture.commands.release("hello")
            try await fixture.eventually("both run") {
                await fixture.status("web").containerStatuses.map(\.ready) == [true, true]
            }
        }
    }

    @Test("a postStart hook that fails ends its container")
    func postStartFailure() async throws {
        let fixture = try Fixture()
        fixture.commands.answer("hello", CommandResult(exitCode: 3, output: Array("no".utf8)))
        let pod = Pod.bound(
            named: "web",
            [.named("main") { $0.lifecycle = .with { $0.postStart = .exec("hello") } }])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("put off") {
                await fixture.status("web").containerStatuses.first?.state.waiting?.reason
                    == "CrashLoopBackOff"
            }
            #expect(await fixture.runtime.calls.contains("stop main 30"))
            fixture.commands.hold("hello")
            try await fixture.eventually("the back-off is awaited") {
                fixture.clock.pending.contains(10)
            }
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("the hook runs again") {
                fixture.commands.calls.count == 3
            }
            fixture.commands.release("hello")
            try await fixture.eventually("put off for longer") {
                await fixture.status("web").containerStatuses.first?.state.waiting?.message
                    .hasPrefix("back-off 20s ") == true
            }
        }
        let shown = await fixture.client.statuses["web"]?.compactMap { status in
            status.containerStatuses.first.map { $0.state.waiting?.reason ?? "\($0.state)" }
        }
        var seen: [String] = []
        for reason in shown ?? [] where reason != seen.last { seen.append(reason) }
        #expect(
            seen == [
                "ContainerCreating", "PostStartHookError", "ContainerCreating",
                "PostStartHookError", "CrashLoopBackOff", "PostStartHookError",
                "CrashLoopBackOff",
            ])
        for line in [
            "FailedPostStartHook: PostStartHook failed", "Killing: FailedPostStartHook",
        ] { #expect(fixture.events.lines.contains(line)) }
        let reasons = await fixture.client.statuses["web"]?.compactMap {
            $0.containerStatuses.first?.state.waiting
        }
        let waiting = reasons?.first { $0.reason == "PostStartHookError" }
        #expect(
            waiting?.message
                == "Exec lifecycle hook ([hello]) for Container \"main\" in Pod \"web_default(uid-web)\" failed - error: command 'hello' exited with 3: no, message: \"no\""
        )
    }

    @Test("preStop hooks of all begin at once, then each container has its signal in its turn")
    func preStop() async throws {
        let fixture = try Fixture()
        for word in ["bye", "later"] { fixture.commands.hold(word) }
        await fixture.runtime.ignoreStop("main")
        let pod = Pod.bound(
            named: "web",
            init: [
                .named("proxy") {
                    $0.restartPolicy = "Always"
                    $0.lifecycle = .with { $0.preStop = .exec("later") }
                }
            ],
            [.named("main") { $0.lifecycle = .with { $0.preStop = .exec("bye") } }])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            await fixture.client.requestDeletion("web", grace: 20)
            try await fixture.eventually("both hooks run") {
                Set(fixture.commands.calls) == ["bye", "later"]
            }
            fixture.clock.advance(seconds: 5.5)
            fixture.commands.release("later")
            fixture.commands.answer("bye", CommandResult(exitCode: 1))
            fixture.commands.release("bye")
            // Five whole seconds are gone.
            try await fixture.eventually("main is asked to end") {
                await fixture.runtime.calls.contains("stop main 15")
            }
            #expect(await !fixture.runtime.calls.contains { $0.hasPrefix("stop proxy") })
            try await fixture.eventually("the kill is awaited") {
                fixture.clock.pending.contains(15)
            }
            fixture.clock.advance(seconds: 15)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
            // The hook took 5 s, and the waiting 15.
            #expect(await fixture.runtime.calls.contains("stop proxy 2"))
        }
        #expect(
            fixture.events.lines.filter { $0.hasPrefix("FailedPreStopHook") }
                == ["FailedPreStopHook: PreStopHook failed"])
    }

    @Test("a hook that does not end is given up when the grace period is over")
    func wedgedHook() async throws {
        let fixture = try Fixture()
        fixture.commands.hold("bye")
        let pod = Pod.bound(
            named: "web",
            [.named("main") { $0.lifecycle = .with { $0.preStop = .exec("bye") } }])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            await fixture.client.requestDeletion("web", grace: 20)
            try await fixture.eventually("the hook runs") { fixture.commands.calls == ["bye"] }
            try await fixture.eventually("its end is awaited") {
                fixture.clock.pending.contains(20)
            }
            fixture.clock.advance(seconds: 20)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
            #expect(await fixture.runtime.calls.contains("stop main 2"))
        }
    }
}
