import ContainerRuntime
import Glibc
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

/// What goes wrong, and what a killed daemon finds when it comes back.
@Suite struct TroubleTests {
    @Test("a pull that fails is told, put off and repeated")
    func pullFailure() async throws {
        let fixture = try Fixture()
        fixture.images.fail("nope", ["not found in oci:/images"])
        let pod = Pod.bound(named: "web", [.named("main") { $0.image = "nope" }])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("ErrImagePull") {
                let status = await fixture.status("web").containerStatuses.first
                return status?.state.waiting?.reason == "ErrImagePull"
                    && status?.state.waiting?.message == "not found in oci:/images"
            }
            try await fixture.eventually("change is awaited") { fixture.clock.pending.contains(1) }
            fixture.clock.advance(seconds: 1)
            try await fixture.eventually("ImagePullBackOff") {
                await fixture.status("web").containerStatuses.first?.state.waiting?.reason
                    == "ImagePullBackOff"
            }
            #expect(
                await fixture.status("web").containerStatuses.first?.state.waiting?.message
                    == "Back-off pulling image \"nope\": ErrImagePull: not found in oci:/images")
            try await fixture.eventually("retry is awaited") {
                fixture.clock.pending.contains(9)
            }
            fixture.clock.advance(seconds: 9)
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
        }
        #expect(
            fixture.events.lines == [
                "Pulling: Pulling image \"nope\"",
                "Failed: Failed to pull image \"nope\": not found in oci:/images",
                "Failed: Error: ErrImagePull", "BackOff: Back-off pulling image \"nope\"",
                "Failed: Error: ImagePullBackOff", "Pulling: Pulling image \"nope\"",
                "Pulled: Successfully pulled image \"nope\" in 0ms (0ms including waiting). Image size: 1000000 bytes. Source: oci:/images.",
                "Created: Container created", "Started: Container started",
            ])
        #expect(fixture.events.all.allSatisfy { $0.fieldPath == "spec.containers{main}" })
    }

    @Test("a failed pull puts off all that the Pod wants of the image, and counts once")
    func sharedBackOff() async throws {
        let fixture = try Fixture()
        fixture.images.fail("nope", Array(repeating: "not found", count: 20))
        let pod = Pod.bound(
            named: "web",
            [.named("a") { $0.image = "nope" }, .named("b") { $0.image = "nope" }])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            var pulls = 0
            for wait: Double in [10, 20, 40] {
                try await fixture.eventually("all have failed") {
                    await fixture.status("web").containerStatuses.count {
                        $0.state.waiting?.reason == "ErrImagePull"
                    } == 2
                }
                fixture.clock.advance(seconds: 1)
                try await fixture.eventually("all wait") {
                    await fixture.status("web").containerStatuses.count {
                        $0.state.waiting?.reason == "ImagePullBackOff"
                    } == 2
                }
                try await fixture.eventually("for the same time") {
                    fixture.clock.pending.contains(wait - 1)
                }
                // Both asked at the same time, and neither since.
                pulls += 2
                #expect(fixture.images.pulls.count == pulls)
                fixture.clock.advance(seconds: wait - 1)
            }
        }
    }

    @Test("who comes to an image while it is put off waits with the others")
    func latecomer() async throws {
        let fixture = try Fixture()
        fixture.images.fail("nope", ["not found", "not found", "not found"])
        fixture.images.fail("gone", ["not found"])
        let pod = Pod.bound(
            named: "web",
            [.named("a") { $0.image = "nope" }, .named("b") { $0.image = "gone" }])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("both have failed") {
                await fixture.status("web").containerStatuses.count {
                    $0.state.waiting?.reason == "ErrImagePull"
                } == 2
            }
            fixture.clock.advance(seconds: 5)
            var changed = pod
            changed.spec.containers[1].image = "nope"
            await fixture.client.put(changed)
            try await fixture.eventually("it is put off like the other") {
                await fixture.status("web").containerStatuses.last?.state.waiting?.message
                    == "Back-off pulling image \"nope\": ErrImagePull: not found"
            }
            #expect(fixture.images.pulls.sorted() == ["gone", "nope"])
            try await fixture.eventually("for as long") { fixture.clock.pending.contains(5) }
            fixture.clock.advance(seconds: 5)
            try await fixture.eventually("both try again") {
                fixture.images.pulls.count { $0 == "nope" } == 3
            }
            try await fixture.eventually("both have failed again") {
                await fixture.status("web").containerStatuses.count {
                    $0.state.waiting?.reason == "ErrImagePull"
                } == 2
            }
            fixture.clock.advance(seconds: 1)
            // Two that failed at the same time have failed once.
            try await fixture.eventually("for twice as long") {
                fixture.clock.pending.contains(19)
            }
        }
    }

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

    @Test("an image that may not be pulled, and a name that is none")
    func unpullable() async throws {
        let fixture = try Fixture()
        let pod = Pod.bound(
            named: "web",
            [
                .named("absent") {
                    $0.image = "absent"
                    $0.imagePullPolicy = "Never"
                }, .named("broken") { $0.image = "Bad//Name" }, .named("good"),
            ])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("the good one runs") {
                guard await fixture.runtime.running() == ["good"] else { return false }
                return await fixture.status("web").containerStatuses.last?.ready == true
            }
            let reasons = await fixture.status("web").containerStatuses.map {
                $0.state.waiting?.reason
            }
            #expect(reasons == ["ErrImageNeverPull", "InvalidImageName", nil])
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

    @Test("a daemon that comes back adopts what runs and notices what ended meanwhile")
    func adoption() async throws {
        let fixture = try Fixture()
        await fixture.runtime.endAtOnce("init", [0])
        try await fixture.run { _ in
            await fixture.client.put(.tutorial())
            try await fixture.eventually("running") {
                guard await fixture.status().phase == .running else { return false }
                return await fixture.status().containerStatuses.map(\.ready) == [true, true]
            }
        }
        let before = await fixture.status()
        let calls = await fixture.runtime.calls
        try await fixture.run { kubelet in
            try await fixture.eventually("adopted") {
                kubelet.worker(uid: "uid-sidecar-demo") != nil
            }
            await fixture.runtime.end("logreader", code: 7)
            try await fixture.eventually("restarted") {
                guard await fixture.status().containerStatuses[0].restartCount == 1 else {
                    return false
                }
                return await fixture.status().containerStatuses[0].ready
            }
        }
        let after = await fixture.status()
        #expect(after.containerStatuses[1] == before.containerStatuses[1])
        #expect(after.containerStatuses[0].lastState.terminated?.exitCode == 7)
        #expect(
            await fixture.runtime.calls.dropFirst(calls.count) == [
                "create logreader/1", "start logreader/1",
            ])
        // A container ends while no daemon runs.
        await fixture.runtime.end("logwriter", code: 1)
        try await fixture.run { _ in
            try await fixture.eventually("noticed") {
                guard await fixture.status().containerStatuses[1].restartCount == 1 else {
                    return false
                }
                return await fixture.status().containerStatuses[1].ready
            }
        }
        #expect(await fixture.runtime.sandboxes.count == 1)
    }

    @Test("files that a killed daemon had not written yet are written for the sandbox it made")
    func missingFiles() async throws {
        let fixture = try Fixture()
        let pod = Pod.bound(named: "web", [.named("main")])
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
        }
        let directory = PodDirectory(root: fixture.root, uid: pod.metadata.uid)
        let files = [directory.hosts, directory.hostname, directory.resolverConfiguration]
        for file in files { #expect(unlink(file) == 0) }
        try await fixture.run { _ in
            try await fixture.eventually("written") {
                files.allSatisfy { PodDirectory.read($0, limit: 16)?.isEmpty == false }
            }
        }
        #expect(await fixture.runtime.sandboxes.count == 1)
    }

    @Test("what is left of a Pod that was deleted meanwhile is removed")
    func orphans() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            await fixture.client.put(.bound(named: "web", [.named("main")]))
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
        }
        await fixture.client.remove("web")
        fixture.images.mount("left-over")
        try await fixture.run { _ in
            try await fixture.eventually("removed") {
                await fixture.runtime.sandboxes.isEmpty
                    && DirectoryTree.names(in: fixture.root + "/pods").isEmpty
            }
        }
        #expect(fixture.images.mounted.isEmpty)
    }

    @Test("a left-over whose network hangs holds up no other")
    func hangingOrphan() async throws {
        let fixture = try Fixture()
        let names = ["first", "second", "third"]
        try await fixture.run { _ in
            for name in names {
                await fixture.client.put(.bound(named: name, [.named("main")]))
                try await fixture.eventually("running") {
                    await fixture.status(name).phase == .running
                }
            }
        }
        for name in names { await fixture.client.remove(name) }
        for name in names {
            await fixture.runtime.holdRemoval(of: "uid-\(name)")
            try await fixture.run { _ in
                try await fixture.eventually("the others are removed") {
                    await fixture.runtime.sandboxes.values.allSatisfy {
                        $0.configuration.metadata.name == name
                    }
                }
                await fixture.runtime.releaseRemovals()
            }
        }
    }

    @Test("another image than one that cannot be had is tried at once")
    func otherImage() async throws {
        let fixture = try Fixture()
        fixture.images.fail("nope", ["not found"])
        fixture.images.add("other")
        var pod = Pod.bound(named: "web", [.named("main") { $0.image = "nope" }])
        try await fixture.run { [pod] _ in
            await fixture.client.put(pod)
            try await fixture.eventually("ErrImagePull") {
                await fixture.status("web").containerStatuses.first?.state.waiting?.reason
                    == "ErrImagePull"
            }
        }
        pod.spec.containers[0].image = "other"
        try await fixture.run { [pod] _ in
            await fixture.client.put(pod)
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            // A crash that is put off is not put off for another image.
            for count in 1...2 {
                await fixture.runtime.end("main", code: 1)
                try await fixture.eventually("it has ended") {
                    let status = await fixture.status("web").containerStatuses.first
                    return count == 1
                        ? status?.restartCount == 1 && status?.ready == true
                        : status?.state.waiting?.reason == "CrashLoopBackOff"
                }
            }
            var third = pod
            third.spec.containers[0].image = "busybox"
            await fixture.client.put(third)
            try await fixture.eventually("running again without waiting") {
                let status = await fixture.status("web").containerStatuses.first
                return status?.restartCount == 2 && status?.ready == true
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

    @Test("a deletion during a pull does not wait for the pull")
    func deletionDuringPull() async throws {
        let fixture = try Fixture()
        fixture.images.hold("slow")
        try await fixture.run { _ in
            await fixture.client.put(
                .bound(named: "web", [.named("main") { $0.image = "slow" }]))
            try await fixture.eventually("pull is under way") { fixture.images.pulls == ["slow"] }
            await fixture.client.requestDeletion("web", grace: 30)
            try await fixture.eventually("gone") { await fixture.client.pod("web") == nil }
            fixture.images.release("slow")
        }
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

    @Test("a volume's image that cannot be pulled is shown as a container's would be")
    func imageVolume() async throws {
        let fixture = try Fixture()
        fixture.images.fail("models", ["no such image"])
        let pod = Pod.bound(
            named: "web",
            [
                .named("main") {
                    $0.volumeMounts = [
                        .with {
                            $0.name = "models"
                            $0.mountPath = "/models"
                        }
                    ]
                }, .named("other"),
            ]
        ) {
            $0.spec.volumes = [
                .with {
                    $0.name = "models"
                    $0.image = .with { $0.reference = "models" }
                }
            ]
        }
        @Sendable func waiting(_ name: String) async -> ContainerStateWaiting? {
            await fixture.status("web").containerStatuses.first { $0.name == name }?.state.waiting
        }
        try await fixture.run { _ in
            await fixture.client.put(pod)
            try await fixture.eventually("the failure is shown") {
                await waiting("main")?.reason == "ErrImagePull"
            }
            #expect(await waiting("main")?.message == "no such image")
            #expect(await waiting("other")?.reason == "ContainerCreating")
            try await fixture.eventually("change is awaited") { fixture.clock.pending.contains(1) }
            fixture.clock.advance(seconds: 1)
            try await fixture.eventually("the waiting is shown") {
                await waiting("main")?.reason == "ImagePullBackOff"
            }
            #expect(
                await waiting("main")?.message
                    == "Back-off pulling image \"models\": ErrImagePull: no such image")
            #expect(!fixture.events.lines.contains { $0.hasPrefix("FailedMount") })
            #expect(fixture.events.lines.contains("Failed: Error: ErrImagePull"))
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("it is pulled again") {
                fixture.images.pulls.count { $0 == "models" } == 2
            }
        }
    }
}
