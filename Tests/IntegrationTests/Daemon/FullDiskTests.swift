import Foundation
import JSON
import Testing

/// A daemon whose disk is full says so, keeps what it has, and goes on when there is room again.
@Suite struct FullDiskTests {
    @Test func aFullDiskIsNamedAndOverlived() async throws {
        let root = TestRun.path("-disk")
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        // More than the 128 MiB that images leave free.
        let mounted = try await Command.run(
            "mount", "-t", "tmpfs", "-o", "size=256m", "disk", root)
        try #require(mounted.status == 0, "\(mounted.error)")
        do {
            try await fillAndEmpty(root)
        } catch {
            Issue.record(error)
        }
        let unmounted = try await Command.run("umount", "-l", root)
        #expect(unmounted.status == 0, "\(unmounted.error)")
        try FileManager.default.removeItem(atPath: root)
    }

    private func fillAndEmpty(_ root: String) async throws {
        // Pods are to stay, full as it is.
        let settings = root + "/settings.yaml"
        try "evictionHard: {}\n".write(toFile: settings, atomically: true, encoding: .utf8)
        let daemon = try await TestDaemon(root: root, flags: ["--config", settings])
        try await daemon.apply(Manifests.pod("before", script: "exec sleep 1000"))
        let before = try await daemon.running("before")
        let id = try #require(before.container("main")?.value(at: "containerID")?.stringValue)

        _ = try await Command.run("dd", "if=/dev/zero", "of=\(root)/filler", "bs=64k")
        // What the store's files have left by themselves takes some objects yet.
        let refused = try await eventually("a write is refused") { () -> CommandResult? in
            let name = "n\(Int.random(in: 0...1_000_000))"
            let result = try await daemon.swiftlet("create", "namespace", name)
            return result.status == 0 ? nil : result
        }
        #expect(refused.error.lowercased().contains("full"), "\(refused.error)")
        #expect(refused.error.split(separator: "\n").count == 1, "\(refused.error)")
        #expect(daemon.command.isRunning)
        let meanwhile = try #require(try await daemon.pod("before"))
        #expect(meanwhile.container("main")?.value(at: "containerID")?.stringValue == id)
        #expect(meanwhile.isReady)

        try FileManager.default.removeItem(atPath: root + "/filler")
        try await daemon.apply(Manifests.pod("after", script: "exec sleep 1000"))
        _ = try await daemon.running("after")
        #expect(try await daemon.pod("before")?.restartCount("main") == 0)
        try await daemon.tearDown()
    }
}
