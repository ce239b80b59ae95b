import ContainerRuntime
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

/// Probes and hooks in the life of a Pod.
@Suite struct LifecycleTests {
    @Test("readiness comes and goes with its probe")
    func readiness() async throws {
        let fixture = try Fixture()
        fixture.checker.answer("ready", .failure("not yet"))
        let pod = Pod.bound(
            named: "web", [.named("main") { $0.readinessProbe = .exec("ready") }])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("asked") { fixture.checker.asked("ready") == 1 }
            try await fixture.eventually("running, not ready") {
                let status = await fixture.status("web").containerStatuses.first
                return status?.state.running != nil && status?.ready == false
                    && status?.started == true
            }
            fixture.checker.answer("ready", .success)
            try await fixture.eventually("next is awaited") { fixture.clock.pending.contains(10) }
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("ready") {
                await fixture.status("web").isTrue(.ready)
            }
            fixture.checker.answer("ready", .failure("HTTP probe failed with statuscode: 500"))
            try await fixture.eventually("next is awaited") { fixture.clock.pending.contains(10) }
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("not ready") {
                await !fixture.status("web").isTrue(.ready)
            }
            let condition = await fixture.status("web").conditions.first { $0.type == .ready }
            #expect(condition?.message == "containers with unready status: [main]")
        }
        #expect(
            fixture.events.lines.filter { $0.hasPrefix("Unhealthy") } == [
                "Unhealthy: Readiness probe failed: not yet",
                "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 500",
            ])
    }

    @Test("a container that was ready stays so when the daemon comes back")
    func noFlapping() async throws {
        let fixture = try Fixture()
        let pod = Pod.bound(
            named: "web",
            [
                .named("main") {
                    $0.startupProbe = .exec("up")
                    $0.readinessProbe = .exec("ready") { $0.successThreshold = 3 }
                }
            ])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            for turn in 1...3 {
                try await fixture.eventually("asked") { fixture.checker.asked("ready") == turn }
                try await fixture.eventually("next is awaited") {
                    await fixture.status("web").isTrue(.ready) || fixture.clock.pending.contains(10)
                }
                if turn < 3 { fixture.clock.advance(seconds: 10) }
            }
            try await fixture.eventually("ready") { await fixture.status("web").isTrue(.ready) }
        }
        let before = await fixture.client.statuses["web"]?.count ?? 0
        fixture.checker.answer("ready", .failure("down"))
        let asked = fixture.checker.asked("ready")
        try await fixture.run { _ in
            try await fixture.eventually("asked") { fixture.checker.asked("ready") > asked }
            try await fixture.eventually("noticed") {
                await !fixture.status("web").isTrue(.ready)
            }
        }
        let after = await fixture.client.statuses["web"]?.dropFirst(before) ?? []
        #expect(after.count == 1, "ready until the probe said otherwise")
        #expect(fixture.checker.asked("up") == 1)
    }

    @Test("a startup probe holds the others and the gate back; a liveness probe restarts")
    func startupAndLiveness() async throws {
        let fixture = try Fixture()
        fixture.checker.answer("up", .failure("starting"))
        let pod = Pod.bound(
            named: "web",
            init: [
                .named("proxy") {
                    $0.restartPolicy = "Always"
                    $0.startupProbe = .exec("up", failures: 5)
                }
            ],
            [
                .named("main") {
                    $0.livenessProbe = .exec("alive") { $0.terminationGracePeriodSeconds = 4 }
                }
            ])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("asked") { fixture.checker.asked("up") == 1 }
            try await fixture.eventually("the sidecar runs") {
                let status = await fixture.status("web").initContainerStatuses.first
                return status?.state.running != nil && status?.started == false
            }
            #expect(await fixture.runtime.running() == ["proxy"])
            #expect(await fixture.status("web").phase == .pending)
            fixture.checker.answer("up", .success)
            try await fixture.eventually("next is awaited") { fixture.clock.pending.contains(10) }
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("main is asked") { fixture.checker.asked("alive") == 1 }
            fixture.checker.answer("alive", .failure("stuck"))
            try await fixture.eventually("next is awaited") { fixture.clock.pending.contains(10) }
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("restarted") {
                let main = await fixture.status("web").containerStatuses.first
                return main?.restartCount == 1 && main?.state.running != nil
            }
            #expect(await fixture.runtime.calls.contains("stop main 4"))
            #expect(await fixture.status("web").initContainerStatuses[0].restartCount == 0)
        }
        #expect(
            fixture.events.lines.contains(
                "Killing: Container main failed liveness probe, will be restarted"))
        #expect(fixture.events.lines.contains("Unhealthy: Startup probe failed: starting"))
    }

    @Test("a sidecar that ends while its Pod ends is started again as long as others need it")
    func sidecarInTheEnd() async throws {
        let fixture = try Fixture()
        await fixture.runtime.ignoreStop("main")
        let pod = Pod.bound(
            named: "web", init: [.named("proxy") { $0.restartPolicy = "Always" }],
            [.named("main")])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            await fixture.client.requestDeletion("web", grace: 20)
            try await fixture.eventually("main is asked to end") {
                await fixture.runtime.calls.contains("stop main 20")
            }
            await fixture.runtime.end("proxy", code: 1)
            try await fixture.eventually("started again") {
                await fixture.runtime.calls.contains("start proxy/1")
            }
            fixture.clock.advance(seconds: 20)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
        }
    }

    @Test("all containers begin anew where a rule says so")
    func restartOfAll() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("setup", [0, 0])
        let pod = Pod.bound(
            named: "web", init: [.named("setup")],
            [
                .named("main"),
                .named("watcher") {
                    $0.restartPolicy = "Never"
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
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            let sandbox = await fixture.runtime.sandboxes.keys.first
            await fixture.runtime.end("watcher", code: 88)
            try await fixture.eventually("all run again") {
                let status = await fixture.status("web")
                return status.containerStatuses.map(\.restartCount) == [1, 1]
                    && status.initContainerStatuses.map(\.restartCount) == [1]
                    && status.isTrue(.ready)
            }
            #expect(await fixture.runtime.sandboxes.keys.first == sandbox)
            let removals = await fixture.runtime.calls.filter { $0.hasPrefix("remove ") }
            #expect(removals == ["remove setup/0", "remove main/0", "remove watcher/0"])
            let last = await fixture.status("web").containerStatuses[1].lastState.terminated
            #expect(last?.exitCode == 137)
            #expect(last?.reason == "RestartingAllContainers")
        }
        let shown = await fixture.client.statuses["web"]?.map { status in
            status.containerStatuses.compactMap { $0.state.waiting?.reason }.joined(separator: " ")
        }
        #expect(shown?.contains("RestartingAllContainers RestartingAllContainers") == true)
        let conditions = await fixture.client.statuses["web"]?.compactMap { status in
            status.conditions.last.map { "\($0.type)=\($0.status) \($0.reason)" }
        }
        var seen: [String] = []
        for condition in conditions ?? [] where condition != seen.last { seen.append(condition) }
        #expect(
            seen == [
                "AllContainersRestarting=False ",
                "AllContainersRestarting=True RestartAllContainersStarted",
                "AllContainersRestarting=False ",
            ])
    }

    @Test("an ephemeral container is started in a running Pod and has a status of its own")
    func ephemeral() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            var pod = Pod.bound(named: "web", [.named("main")])
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").isTrue(.ready)
            }
            pod.spec.ephemeralContainers = [
                .with {
                    $0.name = "debugger"
                    $0.image = "busybox"
                    $0.command = ["sh"]
                    $0.imagePullPolicy = "IfNotPresent"
                    $0.targetContainerName = "main"
                }
            ]
            await fixture.client.put(pod)
            try await fixture.eventually("it runs") {
                await fixture.status("web").ephemeralContainerStatuses.first?.state.running != nil
            }
            let main = await fixture.runtime.containers.values.first {
                $0.configuration.name == "main"
            }
            let debugger = await fixture.runtime.containers.values.first {
                $0.configuration.name == "debugger"
            }
            #expect(
                debugger?.configuration.processNamespace
                    == .target(containerID: main?.id ?? ""))
            await fixture.runtime.end("debugger", code: 0)
            try await fixture.eventually("it has ended") {
                await fixture.status("web").ephemeralContainerStatuses.first?.state.terminated?
                    .reason == "Completed"
            }
            #expect(await fixture.status("web").isTrue(.ready))
        }
        #expect(
            fixture.events.all.contains { $0.fieldPath == "spec.ephemeralContainers{debugger}" })
    }

    @Test("a wedged Pod holds up no other, and many events no reaction")
    func independence() async throws {
        let fixture = try Fixture()
        fixture.commands.hold("hello")
        fixture.images.hold("slow")
        try await fixture.run { kubelet in
            await fixture.client.put(
                .bound(
                    named: "wedged",
                    [.named("main") { $0.lifecycle = .with { $0.postStart = .exec("hello") } }])
            )
            await fixture.client.put(
                .bound(named: "pulling", [.named("main") { $0.image = "slow" }]))
            for number in 0..<20 {
                await fixture.client.put(.bound(named: "pod-\(number)", [.named("main")]))
            }
            try await fixture.eventually("all others run") {
                for number in 0..<20 where await !fixture.status("pod-\(number)").isTrue(.ready) {
                    return false
                }
                return true
            }
            // A flood for one Pod while another one reacts.
            for _ in 0..<5000 {
                kubelet.worker(uid: "uid-pod-0")?.send(.containerExited(id: "nobody"))
            }
            await fixture.client.requestDeletion("pod-1", grace: 1)
            try await fixture.eventually("gone") { await fixture.client.pod("pod-1") == nil }
            await fixture.client.requestDeletion("wedged", grace: 1)
            try await fixture.eventually("gone") { await fixture.client.pod("wedged") == nil }
            fixture.images.release("slow")
        }
    }
}
