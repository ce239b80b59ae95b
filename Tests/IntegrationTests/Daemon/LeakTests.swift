import Foundation
import Testing

extension Alone {
    /// A hundred Pods come and go, and nothing of them stays.
    @Suite(.serialized)
    struct LeakTests {
        private let cycles =
            ProcessInfo.processInfo.environment["SWIFTLET_SOAK"] == nil ? 100 : 2000

        @Test func nothingIsLeftAfterAHundredPods() async throws {
            let daemon = try await TestDaemon()
            // The first Pod makes what all share: the bridge, the Pods' cgroup.
            try await cycle(daemon, "first")
            let before = try await Leftovers.snapshot()
            let descriptors = try descriptorCount(daemon)
            for batch in 0..<(cycles / 10) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<10 {
                        group.addTask { try await cycle(daemon, "pod-\(batch)-\(index)") }
                    }
                    try await group.waitForAll()
                }
            }
            _ = try? await eventually("the last Pods are cleaned up") { () -> Leftovers? in
                let now = try await Leftovers.snapshot()
                return now == before ? now : nil
            }
            try await Leftovers.expectUnchanged(since: before)
            for folder in ["run/containers", "run/sandboxes", "pods", "snapshots/containers"] {
                let left =
                    (try? FileManager.default.contentsOfDirectory(
                        atPath: daemon.root + "/" + folder))
                    ?? []
                #expect(left.isEmpty, "\(folder): \(left)")
            }
            #expect(try descriptorCount(daemon) <= descriptors + 8)
            try await daemon.tearDown()
        }

        @Test func everythingOfADaemonCanBeRemoved() async throws {
            let before = try await Leftovers.snapshot()
            let daemon = try await TestDaemon()
            try await daemon.apply(Manifests.pod("gone", script: "sleep 1000"))
            _ = try await daemon.running("gone")
            #expect(try await Leftovers.snapshot() != before)
            try await daemon.tearDown()
            try await Leftovers.expectUnchanged(since: before)
        }

        private func cycle(_ daemon: TestDaemon, _ name: String) async throws {
            try await daemon.apply(Manifests.pod(name, script: "exec sleep 1000"))
            _ = try await daemon.running(name, within: 90)
            let deleted = try await daemon.swiftlet("delete", "pod", name, "--grace-period", "1")
            #expect(deleted.status == 0, "\(deleted.error)")
        }

        private func descriptorCount(_ daemon: TestDaemon) throws -> Int {
            try FileManager.default.contentsOfDirectory(
                atPath: "/proc/\(daemon.command.processID)/fd"
            ).count
        }
    }
}
