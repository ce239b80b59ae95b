import Foundation
import JSON
import Testing

/// Logs lose and repeat nothing.
@Suite(.serialized)
struct LogTests {
    @Test func everyLineOfAFastWriterIsThereAcrossRotations() async throws {
        let configuration = "/tmp/swiftlet-test-config-\(getpid()).yaml"
        try "containerLogMaxSize: 1Mi\ncontainerLogMaxFiles: 100\n".write(
            toFile: configuration, atomically: true, encoding: .utf8)
        let daemon = try await TestDaemon(flags: ["--config", configuration])
        try await daemon.apply(
            Manifests.pod(
                "fast", script: "sleep 1; seq 1 400000; sleep 1", restartPolicy: "Never"))
        let follow = try Command(
            [daemon.swiftlet, "logs", "fast", "--follow"], environment: daemon.environment)
        _ = try await daemon.pod("fast", "done", within: 60) {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        let followed = try await follow.wait(timeout: 30)
        let expected = Array(1...400_000)
        #expect(followed.status == 0, "\(followed.error)")
        #expect(followed.lines.compactMap(Int.init) == expected)
        let read = try await daemon.kubectl("logs", "fast")
        #expect(read.lines.compactMap(Int.init) == expected)
        #expect(
            try await daemon.kubectl("logs", "fast", "--tail", "3").output
                == "399998\n399999\n400000\n")

        let files = try await Command.run("find", daemon.root + "/log", "-name", "0.log*").lines
        #expect(files.count > 5)
        for file in files {
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
            #expect(size <= 1 << 20)
        }
        try await daemon.tearDown()
        try FileManager.default.removeItem(atPath: configuration)
    }

    @Test func onlySoManyFilesAreKept() async throws {
        let configuration = "/tmp/swiftlet-test-config-\(getpid()).yaml"
        try "containerLogMaxSize: 64Ki\ncontainerLogMaxFiles: 3\n".write(
            toFile: configuration, atomically: true, encoding: .utf8)
        let daemon = try await TestDaemon(flags: ["--config", configuration])
        try await daemon.apply(
            Manifests.pod("few", script: "seq 1 100000", restartPolicy: "Never"))
        _ = try await daemon.pod("few", "done") { $0.value(at: "status", "phase") == "Succeeded" }
        let files = try await Command.run("find", daemon.root + "/log", "-name", "0.log*").lines
        #expect(files.count == 3)
        try await daemon.tearDown()
        try FileManager.default.removeItem(atPath: configuration)
    }

    @Test func logsOfTheContainerBeforeAreKept() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod("again", script: "echo life $(cat /proc/uptime); sleep 1; exit 1"))
        _ = try await daemon.pod("again", "restarted") { ($0.restartCount("main") ?? 0) >= 1 }
        let previous = try await daemon.kubectl("logs", "again", "--previous")
        #expect(previous.output.hasPrefix("life "), "\(previous.error)")
        try await daemon.tearDown()
    }
}
