import Testing

@testable import ContainerRuntime

@Suite struct LogRendererTests {
    let log = """
        2026-11-22T20:00:00.000000001Z stdout F one
        2026-11-22T20:00:01.000000000Z stderr F  two 2
        2026-11-22T20:00:02.000000000Z stdout P thr
        2026-11-22T20:00:03.000000000Z stdout P e
        2026-11-22T20:00:04.000000000Z stdout F e
        nonsense
        2026-11-22T20:00:05.000000000Z stdout F \n
        """
    /// 2026-11-22T20:00:00Z
    let start: Int64 = 1_795_377_600_000_000_000

    func render(_ options: ContainerLogOptions, _ log: String, chunks: [Int] = [.max]) -> String {
        var renderer = LogRenderer(options)
        var text: [UInt8] = []
        var bytes = Array(log.utf8)[...]
        var sizes = chunks[...]
        while !bytes.isEmpty {
            let size = sizes.count > 1 ? sizes.removeFirst() : sizes[sizes.startIndex]
            text += renderer.render(Array(bytes.prefix(size)))
            bytes = bytes.dropFirst(size)
        }
        return String(decoding: text + renderer.endFile(attemptEnds: true), as: UTF8.self)
    }

    @Test func joinsPieces() {
        #expect(render(ContainerLogOptions(), log) == "one\n two 2\nthree\n\n")
    }

    @Test func timestampsOncePerLine() {
        #expect(
            render(ContainerLogOptions(timestamps: true, streams: [.stdout]), log) == """
                2026-11-22T20:00:00.000000001Z one
                2026-11-22T20:00:02.000000000Z three
                2026-11-22T20:00:05.000000000Z \n
                """)
    }

    @Test func streamsAndSince() {
        #expect(render(ContainerLogOptions(streams: [.stderr]), log) == " two 2\n")
        #expect(render(ContainerLogOptions(since: start + 1), log).hasPrefix("one\n"))
        #expect(render(ContainerLogOptions(since: start + 2), log).hasPrefix(" two 2\n"))
        #expect(render(ContainerLogOptions(since: start + 5_000_000_000), log) == "\n")
    }

    @Test func limit() {
        #expect(render(ContainerLogOptions(limitBytes: 6), log) == "one\n t")
        #expect(render(ContainerLogOptions(limitBytes: 4), log) == "one\n")
    }

    @Test func linesOfBothStreamsStayWhole() {
        let log = """
            2026-11-22T20:00:01.000000000Z stdout P one,
            2026-11-22T20:00:02.000000000Z stderr F other
            2026-11-22T20:00:03.000000000Z stderr P two,
            2026-11-22T20:00:04.000000000Z stdout P one,
            2026-11-22T20:00:05.000000000Z stdout F one
            2026-11-22T20:00:06.000000000Z stdout F three
            2026-11-22T20:00:07.000000000Z stderr F two
            2026-11-22T20:00:08.000000000Z stdout P open
            2026-11-22T20:00:09.000000000Z stderr P both

            """
        #expect(
            render(ContainerLogOptions(), log) == """
                one,one,one
                other
                two,two
                three
                open
                both

                """)
        #expect(
            render(ContainerLogOptions(timestamps: true), log).hasPrefix(
                """
                2026-11-22T20:00:01.000000000Z one,one,one
                2026-11-22T20:00:02.000000000Z other
                2026-11-22T20:00:03.000000000Z two,two
                2026-11-22T20:00:06.000000000Z three

                """))
    }

    @Test func whatWaitsForTheOtherStreamTakesNoMemoryWithoutEnd() {
        var renderer = LogRenderer(ContainerLogOptions())
        func record(_ stream: String, _ tag: String, _ text: String) -> [UInt8] {
            Array("2026-11-22T20:00:01.000000000Z \(stream) \(tag) \(text)\n".utf8)
        }
        #expect(renderer.render(record("stdout", "P", "open")) == Array("open".utf8))
        let line = String(repeating: "x", count: 16_000)
        var count = 0
        var text: [UInt8] = []
        while text.isEmpty, count < 100 {
            text = renderer.render(record("stderr", "F", line))
            count += 1
        }
        #expect(count == 66 && text.count == 1 + count * 16_001 && text.first == 0x0a)
        #expect(!renderer.holdsText)
        // What comes of the line that was broken is a line of its own.
        #expect(renderer.render(record("stdout", "F", "rest")) == Array("rest\n".utf8))
        #expect(renderer.render(record("stdout", "P", "open")) == Array("open".utf8))
        #expect(renderer.render(record("stderr", "F", "waits")).isEmpty && renderer.holdsText)
        #expect(renderer.release() == Array("\nwaits\n".utf8))
        #expect(renderer.release().isEmpty)
    }

    @Test func anyChunkingGivesTheSame() {
        for _ in 0..<200 {
            let chunks = (0..<100).map { _ in Int.random(in: 1...40) }
            #expect(render(ContainerLogOptions(), log, chunks: chunks) == "one\n two 2\nthree\n\n")
        }
    }

    @Test func timeOfARecord() {
        #expect(
            String(decoding: LogRenderer.time(start + 42), as: UTF8.self)
                == "2026-11-22T20:00:00.000000042Z")
    }
}
