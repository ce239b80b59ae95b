import Testing

@testable import ContainerRuntime

@Suite struct LogTailTests {
    func begin(_ log: [UInt8], lines: Int, streams: Set<ContainerLogOptions.Stream>) -> Int? {
        var tail = LogTail(lines: lines, streams: streams)
        return tail.begin(fileSize: log.count) { Array(log[$0..<($0 + $1)]) }
    }

    /// Line lengths reach over several blocks of the search.
    @Test func agreesWithCountingFromTheBeginning() {
        for _ in 0..<30 {
            var log = ""
            var ends: [Int] = []
            for _ in 0..<40 {
                let stream = Bool.random() ? "stdout" : "stderr"
                let partial = Int.random(in: 0..<4) == 0
                let length = Bool.random() ? Int.random(in: 0..<80) : Int.random(in: 0..<16384)
                let text = String(repeating: "x", count: length)
                log += "2026-11-22T20:00:00.000000000Z \(stream) \(partial ? "P" : "F") \(text)\n"
                if stream == "stdout" && !partial { ends.append(log.utf8.count) }
            }
            log += "2026-11-22T20:00:00.000000000Z stdout F last\n"
            ends.append(log.utf8.count)
            let torn = Array((log + "2026-11-22T20:0").utf8)
            for lines in [0, 1, 2, 5, ends.count - 1] {
                let expected = ends.dropLast(lines).last
                #expect(begin(torn, lines: lines, streams: [.stdout]) == expected)
            }
            #expect(begin(torn, lines: ends.count, streams: [.stdout]) == nil)
        }
    }

    @Test func openLineAtTheEndCounts() {
        let log = """
            2026-11-22T20:00:00.000000000Z stdout F one
            2026-11-22T20:00:00.000000000Z stdout P tw
            2026-11-22T20:00:00.000000000Z stdout P o

            """
        #expect(begin(Array(log.utf8), lines: 1, streams: [.stdout]) == 44)
        #expect(begin([], lines: 1, streams: [.stdout]) == nil)
    }
}
