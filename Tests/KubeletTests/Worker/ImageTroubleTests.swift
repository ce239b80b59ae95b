import ContainerRuntime
import Glibc
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

/// Images that cannot be had.
@Suite struct ImageTroubleTests {
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
