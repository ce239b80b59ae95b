import Foundation
import Testing

extension Alone {
    /// A container that writes as fast as it can keeps the whole machine busy.
    @Suite(.serialized)
    struct LogFloodTests {
        @Test func aFloodDelaysNoOtherLogAndAReaderThatStopsCostsNothing() async throws {
            let daemon = try await TestDaemon()
            try await daemon.apply(
                Manifests.pod(
                    "flood",
                    containers: [
                        ("main", "while :; do echo tick; sleep 0.1; done"),
                        ("flood", "exec yes 0123456789012345678901234567890123456789"),
                    ]))
            _ = try await daemon.running("flood")
            // Begins to read, and stops.
            let stalled = try Command(
                [daemon.swiftlet, "logs", "flood", "-c", "flood", "-f"],
                environment: daemon.environment)
            _ = try await eventually("the flood is read") { stalled.hasOutput ? true : nil }
            stalled.signal(SIGSTOP)
            func size() async throws -> Int {
                let lines = try await Command.run(
                    "sh", "-c", "du -sb \(daemon.root)/log/pods/*/flood | cut -f1"
                ).lines
                return lines.first.flatMap { Int($0) } ?? 0
            }
            _ = try await eventually("files are removed again", within: 60) {
                try await size() > 40 << 20 ? true : nil
            }
            let follow = try Command(
                [daemon.swiftlet, "logs", "flood", "-c", "main", "-f", "--tail", "0"],
                environment: daemon.environment)
            _ = try await eventually("the other log goes on") {
                follow.outputSoFar.hasPrefix("tick\ntick\ntick\n") ? true : nil
            }
            #expect(try await size() <= 51 << 20)
            let memory = try String(
                contentsOfFile: "/proc/\(daemon.command.processID)/status", encoding: .utf8
            ).split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
            let kilobytes = memory.flatMap { Int($0.filter(\.isNumber)) } ?? 0
            #expect(kilobytes < 200_000, "\(memory ?? "")")
            stalled.signal(SIGKILL)
            follow.signal(SIGKILL)
            try await daemon.tearDown()
        }
    }
}
