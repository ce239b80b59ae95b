import Foundation
import JSON
import Testing

extension Alone {
    /// What containers get of the machine's time, and how long Pods take to end.
    @Suite(.serialized)
    struct TimeTests {
        @Test func aContainerCannotUseMoreCPUThanItsLimit() async throws {
            let daemon = try await TestDaemon()
            try await daemon.apply(
                Manifests.pod(
                    "busy", script: "while true; do :; done",
                    extra: "    resources: {limits: {cpu: 20m}}"))
            let pod = try await daemon.running("busy")
            let processID = try #require(try daemon.processID(of: pod.containerID("main") ?? ""))
            func ticks() throws -> Int {
                let stat = try String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8)
                let fields = stat.components(separatedBy: ") ").last?.split(separator: " ") ?? []
                return Int(fields[11])! + Int(fields[12])!
            }
            let before = try ticks()
            // The limit is one by time.
            try await Task.sleep(for: .seconds(5))
            // 20m of 5 s are 100 ms, ten ticks of 10 ms; twice that allows for rounding.
            #expect(try ticks() - before <= 20)
            try await daemon.tearDown()
        }

        @Test func theGracePeriodIsHonoured() async throws {
            let daemon = try await TestDaemon()
            try await daemon.apply(
                Manifests.pod(
                    "deaf", script: "trap '' TERM; while true; do sleep 1; done", grace: 3))
            try await daemon.apply(
                Manifests.pod(
                    "polite", script: "trap 'exit 0' TERM; while true; do sleep 0.1; done",
                    grace: 30))
            _ = try await daemon.running("deaf")
            _ = try await daemon.running("polite")
            let clock = ContinuousClock()
            let polite = try await clock.measure {
                _ = try await daemon.kubectl("delete", "pod", "polite")
            }
            #expect(polite < .seconds(3))
            let deaf = try await clock.measure {
                _ = try await daemon.kubectl("delete", "pod", "deaf")
            }
            #expect(deaf > .seconds(2.5) && deaf < .seconds(6))
            try await daemon.tearDown()
        }
    }
}
