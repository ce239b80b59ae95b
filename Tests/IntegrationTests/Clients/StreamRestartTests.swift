import Foundation
import JSON
import Testing

extension Alone {
    /// Streams and what they are made of outlive the daemon.
    @Suite(.serialized)
    struct StreamRestartTests {
        private let streams = StreamTests()

        /// What runs in a container goes on, and what is made anew works, when the daemon has ended.
        @Test(.timeLimit(.minutes(5)))
        func theDaemonMayEndMeanwhile() async throws {
            let before = try await Leftovers.snapshot()
            let daemon = try await TestDaemon()
            try await daemon.apply(StreamTests.pod)
            _ = try await daemon.running("web")
            let client = StreamTests.Client.all[0]
            let running = try Command(
                [
                    client.kubectl, "exec", "web", "-c", "main", "--", "sh", "-c",
                    "echo begun; sleep 3; echo > /tmp/outlived",
                ], environment: client.environment(daemon))
            _ = try await eventually("the command runs") {
                running.outputSoFar.contains("begun") ? true : nil
            }
            try await daemon.stop(SIGKILL)
            #expect(try await running.wait(timeout: 60).status != 0)
            try await daemon.start()
            let attached = try await streams.shell(
                StreamTests.say("after", until: "after", to: "\"$k\" attach -i web -c cat"), client,
                daemon)
            #expect(attached.output.contains("after"), "\(attached)")
            let outlived = try await streams.shell(
                "\"$k\" exec web -c main -- sh -c 'until [ -e /tmp/outlived ]; do sleep 0.1; done'",
                client, daemon)
            #expect(outlived.status == 0, "\(outlived)")
            let terminal = try await streams.shell(
                StreamTests.say(
                    "echo sum-$((40+2))", until: "sum-42",
                    to: "script -qec \"$k attach -it web -c shell\" /dev/null"), client, daemon)
            #expect(terminal.output.contains("sum-42"), "\(terminal)")
            // The first client's end is that of the input, and so of the container.
            let once = try await streams.shell(
                "echo last | \"$k\" attach -i web -c once", client, daemon)
            #expect(once.output.hasSuffix("last\n"), "\(once)")
            _ = try await daemon.pod("web", "ended by its input") {
                $0.container("once")?.value(at: "state", "terminated", "exitCode") == 0
                    || $0.restartCount("once") == 1
            }
            try await daemon.tearDown()
            try await Leftovers.expectUnchanged(since: before)
        }
    }
}
