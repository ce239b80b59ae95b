import Glibc
import KubernetesAPI
import Synchronization
import Testing

@testable import Kubelet

@Suite struct ClaimHoldersTests {
    private let data = LocalStorage.Claim(namespace: "default", name: "data")

    @Test("one Pod has it, the next is told once when it is free")
    func turns() {
        let holders = ClaimHolders()
        let told = Mutex<[String]>([])
        func take(_ uid: String) -> Bool {
            holders.take(data, for: uid) { told.withLock { $0.append(uid) } }
        }
        #expect(take("a"))
        #expect(take("a"))
        #expect(!take("b"))
        #expect(!take("b"))
        #expect(!take("gone"))
        #expect(holders.take(.init(namespace: "other", name: "data"), for: "b"))
        holders.release(uid: "gone")
        holders.release(uid: "a")
        #expect(told.withLock { $0 } == ["b"])
        #expect(take("b"))
        holders.release(uid: "a")
        #expect(!take("c"))
        #expect(told.withLock { $0 } == ["b"])
    }

    @Test("who had it before the daemon has it after, unless it has ended")
    func adoption() throws {
        let fixture = try Fixture()
        func pod(_ name: String, _ phase: PodPhase = .running, linked: Bool) throws -> Pod {
            let pod = Pod.bound(named: name, [.named("main")]) {
                $0.status.phase = phase
                $0.spec.volumes = [
                    .with {
                        $0.name = "v"
                        $0.persistentVolumeClaim = .with { $0.claimName = "data" }
                    }
                ]
            }
            guard linked else { return pod }
            let link = PodDirectory(root: fixture.root, uid: pod.metadata.uid).volume("v", .claim)
            try PodDirectory.make(String(link[..<link.lastIndex(of: "/")!]))
            #expect(symlink("/nowhere", link) == 0)
            return pod
        }
        let holders = ClaimHolders()
        holders.adopt(
            [
                try pod("waits", .pending, linked: false),
                try pod("over", .succeeded, linked: true),
                try pod("runs", linked: true),
            ], root: fixture.root)
        #expect(!holders.take(data, for: "uid-waits"))
        #expect(!holders.take(data, for: "uid-over"))
        #expect(holders.take(data, for: "uid-runs"))
    }
}
