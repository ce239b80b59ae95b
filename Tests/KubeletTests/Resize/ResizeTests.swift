import ContainerRuntime
import JSON
import KubernetesAPI
import Synchronization
import Testing

@testable import Kubelet

@Suite struct ResizeTests {
    /// A Pod whose one container has so much, as its limit and its request.
    private static func pod(
        _ name: String = "web", cpu: String = "500m", memory: String = "64Mi",
        generation: Int64 = 1,
        policy: String? = nil
    ) -> Pod {
        .bound(
            named: name,
            [
                .named("main") {
                    let amounts = [
                        "cpu": Quantity(checking: .string(cpu))!,
                        "memory": Quantity(checking: .string(memory))!,
                    ]
                    $0.resources.requests = amounts
                    $0.resources.limits = amounts
                    if let policy {
                        $0.resizePolicy = [
                            .with {
                                $0.resourceName = "memory"
                                $0.restartPolicy = ResourceResizeRestartPolicy(rawValue: policy)
                            }
                        ]
                    }
                }
            ]
        ) { $0.metadata.generation = generation }
    }

    private static func condition(_ type: String, in status: PodStatus) -> String {
        status.conditions.first { $0.type.rawValue == type }
            .map { "\($0.status.rawValue) \($0.reason) \($0.message)" } ?? ""
    }

    private func start(_ fixture: Fixture, _ pod: Pod) async throws {
        await fixture.client.put(pod)
        let name = pod.metadata.name
        try await fixture.eventually("it runs") { await fixture.status(name).phase == .running }
    }

    @Test func whatFitsIsSetWithoutARestart() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await start(fixture, Self.pod())
            await fixture.client.put(Self.pod(cpu: "1", memory: "32Mi", generation: 2))
            try await fixture.eventually("it has what it asks for") {
                let status = await fixture.status("web")
                return status.containerStatuses[0].resources?.limits["cpu"] == Quantity(value: 1)
                    && Self.condition("PodResizeInProgress", in: status) == ""
            }
            let calls = await fixture.runtime.calls.filter { $0.hasPrefix("resize") }
            #expect(
                calls == [
                    "resize sandbox quota=100000 memory=67108864",
                    "resize main quota=100000 memory=33554432",
                    "resize sandbox quota=100000 memory=33554432",
                ])
            let status = await fixture.status("web").containerStatuses[0]
            #expect(status.restartCount == 0)
            #expect(status.allocatedResources["memory"] == Quantity("32Mi"))
            let events = fixture.events.lines.filter { $0.hasPrefix("Resize") }
            let summary =
                #"{"containers":[{"name":"main","resources":{"limits":{"cpu":"1","memory":"32Mi"},"#
                + #""requests":{"cpu":"1","memory":"32Mi"}}}],"generation":2}"#
            #expect(
                events == [
                    "ResizeStarted: Pod resize started: \(summary)",
                    "ResizeCompleted: Pod resize completed: \(summary)",
                ])
        }
    }

    @Test func whatWillNeverFitIsInfeasible() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await start(fixture, Self.pod())
            await fixture.client.put(Self.pod(cpu: "1000", generation: 2))
            try await fixture.eventually("it is told") {
                await Self.condition("PodResizePending", in: fixture.status("web"))
                    == "True Infeasible Node didn't have enough capacity: cpu, requested: 1000000, "
                    + "capacity: 2000"
            }
            let status = await fixture.status("web")
            #expect(status.containerStatuses[0].resources?.limits["cpu"] == Quantity("500m"))
            #expect(status.containerStatuses[0].allocatedResources["cpu"] == Quantity("500m"))
            // Taking it back takes the condition away.
            await fixture.client.put(Self.pod(generation: 3))
            try await fixture.eventually("it is well again") {
                await Self.condition("PodResizePending", in: fixture.status("web")) == ""
            }
            #expect(await !fixture.runtime.calls.contains { $0.hasPrefix("resize") })
        }
    }

    @Test func whatDoesNotFitNowWaitsForRoom() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await start(fixture, Self.pod())
            try await start(fixture, Self.pod("other", cpu: "1"))
            await fixture.client.put(Self.pod(cpu: "1500m", generation: 2))
            try await fixture.eventually("it is put off") {
                await Self.condition("PodResizePending", in: fixture.status("web"))
                    == "True Deferred Node didn't have enough resource: cpu, requested: 1500, used: "
                    + "1000, capacity: 2000"
            }
        }
        // A daemon that comes back knows what was given and what was not.
        try await fixture.run { _ in
            try await fixture.eventually("it waits still") {
                await Self.condition("PodResizePending", in: fixture.status("web"))
                    .hasPrefix("True Deferred")
            }
            await fixture.client.requestDeletion("other", grace: 0)
            try await fixture.eventually("it gets its room") {
                await fixture.status("web").containerStatuses[0].resources?.limits["cpu"]
                    == Quantity("1500m")
            }
            #expect(await Self.condition("PodResizePending", in: fixture.status("web")) == "")
        }
    }

    @Test("of those that wait the most important one gets the room, then the one promised most")
    func whoComesFirst() {
        func pod(_ name: String, _ cpu: String, priority: Int32 = 0, limit: Bool = false) -> Pod {
            var pod = Self.pod(name, cpu: cpu)
            pod.spec.priority = priority
            if !limit { pod.spec.containers[0].resources.limits = [:] }
            return pod
        }
        let allocations = NodeAllocations(
            node: NodeFacts(name: "node", allocatable: ["cpu": "4", "memory": "1Gi", "pods": "9"]))
        let told = Mutex<[String]>([])
        func ask(_ pod: Pod, _ cpu: String) -> ResizeVerdict {
            var wanted = pod
            wanted.spec.containers[0].resources.requests["cpu"] = Quantity(cpu)
            if !wanted.spec.containers[0].resources.limits.isEmpty {
                wanted.spec.containers[0].resources.limits["cpu"] = Quantity(cpu)
            }
            let name = pod.metadata.name
            return allocations.resize(wanted, from: pod) { told.withLock { $0.append(name) } }
        }
        let pods = [
            pod("first", "100m"), pod("second", "100m"), pod("promised", "100m", limit: true),
            pod("important", "100m", priority: 7),
        ]
        let large = pod("large", "3")
        for pod in pods + [large] { #expect(allocations.admit(pod).rejection == nil) }
        for pod in pods { #expect(ask(pod, "2").reason == "Deferred") }
        allocations.release(uid: "uid-large")
        #expect(told.withLock { $0 } == ["important", "promised", "first", "second"])
        // The room is kept for whose turn it is, whoever asks first: 4 less 100m of the others.
        #expect(ask(pods[0], "2").reason == "Deferred")
        #expect(ask(pods[3], "2") == .accepted)
        #expect(ask(pods[2], "2").reason == "Deferred")
        // Who asks no more leaves it to the next one.
        told.withLock { $0 = [] }
        allocations.release(uid: "uid-important")
        #expect(ask(pods[0], "2").reason == "Deferred")
        allocations.forgetResize(pods[2])
        #expect(ask(pods[1], "2").reason == "Deferred")
        #expect(ask(pods[0], "2") == .accepted)
    }

    @Test func aContainerThatWantsItIsRestarted() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await start(fixture, Self.pod(policy: "RestartContainer"))
            await fixture.client.put(
                Self.pod(memory: "128Mi", generation: 2, policy: "RestartContainer"))
            try await fixture.eventually("it runs anew") {
                let status = await fixture.status("web")
                return status.containerStatuses[0].restartCount == 1
                    && status.containerStatuses[0].state.running != nil
                    && Self.condition("PodResizeInProgress", in: status) == ""
            }
            let container = try #require(
                await fixture.runtime.containers.values.first { $0.isRunning })
            #expect(container.configuration.resources.memoryLimit == 128 << 20)
            #expect(
                fixture.events.lines.contains(
                    "Killing: Container main resize requires restart"))
        }
    }

    @Test func aLimitIsNotSetBelowWhatIsUsed() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await start(fixture, Self.pod())
            await fixture.runtime.useMemory(50 << 20)
            await fixture.client.put(Self.pod(memory: "16Mi", generation: 2))
            try await fixture.eventually("it is refused") {
                await Self.condition("PodResizeInProgress", in: fixture.status("web"))
                    == "True Error cannot decrease memory limits: [attempting to set pod memory "
                    + "limit (16777216) below current usage (52428800), attempting to set container "
                    + "\"main\" memory limit (16777216) below current usage (52428800)]"
            }
            await fixture.runtime.useMemory(1 << 20)
            fixture.clock.advance(seconds: 2)
            try await fixture.eventually("it is done when it can be") {
                await Self.condition("PodResizeInProgress", in: fixture.status("web")) == ""
            }
            #expect(
                await fixture.runtime.containers.values.first?.configuration.resources.memoryLimit
                    == 16 << 20)
        }
    }
}
