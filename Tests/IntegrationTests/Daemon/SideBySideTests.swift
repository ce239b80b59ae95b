import Foundation
import JSON
import Testing

/// Two daemons with different roots do not meet.
@Suite struct SideBySideTests {
    @Test func twoDaemonsRunTheSamePodSideBySide() async throws {
        let first = try await TestDaemon()
        let second = try await TestDaemon(choosesAddresses: true)
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
            daemon.swiftlet, "serve", "--root", daemon.root, "--listen", "127.0.0.1:0", timeout: 60)
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
        let other = TestRun.path("-other")
        let second = try await Command.run(
            daemon.swiftlet, "serve", "--root", other, "--listen", address, timeout: 60)
        #expect(second.status != 0)
        #expect(
            second.error.contains(address) && second.error.contains("in use"), "\(second.error)")
        _ = try await Command.run(daemon.swiftlet, "teardown", "--root", other)
        try? FileManager.default.removeItem(atPath: other)
        try await daemon.tearDown()
    }
}
