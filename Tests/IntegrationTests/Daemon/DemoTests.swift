import Foundation
import Testing

extension Alone {
    /// The demo as a newcomer sees it, with the programs that are already built.
    @Suite(.serialized)
    struct DemoTests {
        @Test func showsThePodAndLeavesNothing() async throws {
            let before = try await Leftovers.snapshot()
            let environment = [
                "SWIFTLET": TestDaemon.binaries + "/swiftlet",
                "DEMO_ROOT": TestRun.path("-demo"), "LOG_SECONDS": "3",
                "OFFLINE": "1",
                "DEMO_BRIDGE": "swl-test-demo", "DEMO_CGROUP": "swiftlet-test-demo",
                "DEMO_CIDR": "10.94.0.0/24",
            ]
            for round in 1...2 {
                let demo = try await Command.run(
                    TestDaemon.project + "/scripts/demo.sh", environment: environment, timeout: 120)
                #expect(demo.status == 0, "\(demo.output) \(demo.error)")
                if round == 1 {
                    for state in ["Pending", "Init:0/1", "PodInitializing", "Running"] {
                        #expect(
                            demo.output.contains(state), "\(state) is missing in\n\(demo.output)")
                    }
                }
                #expect(demo.output.contains("2/2"))
                #expect(demo.output.contains(" UTC "), "the log is shown: \(demo.output)")
                #expect(demo.output.contains("make demo-down"))
            }
            let down = try await Command.run(
                TestDaemon.project + "/scripts/demo-down.sh", environment: environment, timeout: 60)
            #expect(down.status == 0, "\(down.output) \(down.error)")
            try await Leftovers.expectUnchanged(since: before)
            #expect(!FileManager.default.fileExists(atPath: environment["DEMO_ROOT"]!))
        }
    }
}
