import Testing

@testable import ContainerRuntime

@Suite struct LogFileNameTests {
    @Test func orderIsThatOfWriting() {
        let names = [
            "0.log.20261122-200000", "0.log.20261122-200000.2.gz", "0.log.20261122-200000.10",
            "0.log.20261122-200001.gz", "0.log", "1.log.20261122-190000", "1.log", "10.log",
        ]
        let parsed = names.compactMap { LogFileName($0) }
        #expect(parsed.count == names.count)
        #expect(parsed.shuffled().sorted() == parsed)
    }

    @Test(arguments: [
        "0.log.20261122-200000.gz.tmp", "0.log.tmp", "x.log", "-1.log", "0.txt", "0",
        "0.log.20261122", "0.log.20261122-200000.1.zip", "0.log.gz",
    ])
    func otherFiles(name: String) {
        #expect(LogFileName(name) == nil)
    }
}
