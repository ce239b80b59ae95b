import KubernetesClient
import Testing

@testable import SwiftletCLI

@Suite struct LogPositionTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private let log = [
        "2026-11-22T20:00:01.1Z one\n", "2026-11-22T20:00:01.25Z two\n",
        "2026-11-22T20:00:01.25Z two again\n", "2026-11-22T20:00:01.25Z \n",
        "2026-11-22T20:00:02Z three four five\n", "2026-11-22T20:00:03.000000001Z six\n",
    ]
    private let plain = "one\ntwo\ntwo again\n\nthree four five\nsix\n"

    @Test func removesTimesWhereverTheStreamIsCut() {
        let bytes = Array(log.joined().utf8)
        for size in 1...bytes.count {
            var position = LogPosition(showsTimestamps: false)
            var output: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                output += position.receive(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(text(output) == plain, "pieces of \(size)")
        }
    }

    @Test func keepsTimesWhereTheyAreWanted() {
        var position = LogPosition(showsTimestamps: true)
        #expect(text(position.receive(Array(log.joined().utf8))) == log.joined())
    }

    /// Breaks the connection after every byte; the server then sends from the line on that
    /// `sinceTime` asks for, or everything.
    @Test(arguments: [true, false])
    func goesOnWithoutLossOrRepeatWhereverItBreaks(serverHonoursSinceTime: Bool) {
        let bytes = Array(log.joined().utf8)
        for cut in 0...bytes.count {
            var position = LogPosition(showsTimestamps: false)
            var output = position.receive(Array(bytes[..<cut]))
            let since = position.request(LogRequest(follow: true)).sinceTime
            position.reconnect()
            var resent = log
            if serverHonoursSinceTime, let since {
                resent.removeAll { Self.padded($0) < since }
            }
            output += position.receive(Array(resent.joined().utf8))
            #expect(text(output) == plain, "cut at \(cut), since \(since ?? "the beginning")")
        }
    }

    /// The time of a line with nine digits after the second.
    private static func padded(_ line: String) -> String {
        let time = line.prefix { $0 != " " }.dropLast()
        let parts = time.split(separator: ".")
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        return parts[0] + "." + fraction + String(repeating: "0", count: 9 - fraction.count) + "Z"
    }

    @Test func asksFromTheLastLineOn() {
        var position = LogPosition(showsTimestamps: false)
        let original = LogRequest(container: "c", follow: true, sinceSeconds: 60, tailLines: 5)
        var expected = original
        expected.timestamps = true
        #expect(position.request(original) == expected)
        _ = position.receive(Array(log[0].utf8))
        expected.sinceSeconds = nil
        expected.tailLines = nil
        expected.sinceTime = "2026-11-22T20:00:01.100000000Z"
        #expect(position.request(original) == expected)
    }

    @Test func remarksOfTheServerAreShown() {
        var position = LogPosition(showsTimestamps: false)
        let remark = "unable to retrieve container logs\n"
        #expect(text(position.receive(Array(remark.utf8))) == remark)
    }

    @Test func linesOfSeveralContainersDoNotMix() {
        let assembler = LineAssembler(prefix: "[a] ")
        #expect(text(assembler.append(Array("one\ntw".utf8))) == "[a] one\n")
        #expect(text(assembler.append(Array("o\n".utf8))) == "[a] two\n")
        #expect(assembler.finish() == [])
        #expect(assembler.append(Array("end".utf8)) == [])
        #expect(text(assembler.finish()) == "[a] end\n")
    }

    @Test func retriesMoreAndMoreSlowly() {
        var delays = RetryDelays()
        let taken = (0..<7).map { _ in delays.next() }
        #expect(taken == [50, 100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
    }
}
