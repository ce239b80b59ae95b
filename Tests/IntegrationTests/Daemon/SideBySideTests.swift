import Foundation
import JSON
import Testing

/// Two daemons with different roots do not meet.
@Suite(.serialized)
struct SideBySideTests {
    @Test func twoDaemonsRunTheSamePodSideBySide() async throws {
        let first = try await TestDaemon()
        let second = try await TestDaemon()
        let manifest = Manifests.pod("twin", script: "sleep 1000")
        try await first.apply(manifest)
        try await second.apply(manifest)
        let one = try await first.running("twin")
        let two = try await second.running("twin")
        #expect(one.value(at: "status", "podIP") != two.value(at: "status", "podIP"))

        try await first.tearDown()
        #expect(try await second.pod("twin")?.isReady == true)
        let processID = try #require(try second.processID(of: two.containerID("main") ?? ""))
        #expect(kill(processID, 0) == 0)
        try await second.tearDown()
    }

    @Test func aSecondDaemonOnTheSameRootIsRefused() async throws {
        let daemon = try await TestDaemon()
        let second = try await Command.run(
            daemon.swiftlet, "serve", "--root", daemon.root, "--listen", "127.0.0.1:0", timeout: 10)
        #expect(second.status != 0)
        #expect(second.error.contains(daemon.root))
        #expect(second.error.contains("another"))
        try await daemon.tearDown()
    }

    @Test func anAddressInUseIsNamed() async throws {
        let daemon = try await TestDaemon()
        let kubeconfig = try String(contentsOfFile: daemon.kubeconfig, encoding: .utf8)
        let address = try #require(
            kubeconfig.split(separator: "\n").first { $0.contains("server:") }?.split(
                separator: "/"
            ).last
        ).description
        let other = "/tmp/swiftlet-test-other-\(getpid())"
        let second = try await Command.run(
            daemon.swiftlet, "serve", "--root", other, "--listen", address, timeout: 20)
        #expect(second.status != 0)
        #expect(
            second.error.contains(address) && second.error.contains("in use"), "\(second.error)")
        _ = try await Command.run(daemon.swiftlet, "teardown", "--root", other)
        try? FileManager.default.removeItem(atPath: other)
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
}
