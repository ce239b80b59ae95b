import ContainerRuntime
import Glibc
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Kubelet

/// What a killed daemon finds when it comes back.
@Suite struct AdoptionTests {
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
}
