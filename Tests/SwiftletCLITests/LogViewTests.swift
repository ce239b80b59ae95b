import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import SwiftletCLI

/// What is shown of several logs.
@Suite struct LogViewTests {
    private static let pod: Pod = {
        var pod = Pod()
        pod.metadata.name = "web"
        pod.metadata.namespace = "lab"
        pod.metadata.uid = "u1"
        pod.spec.initContainers = [
            .with { $0.name = "setup" },
            .with {
                $0.name = "proxy"
                $0.restartPolicy = .always
            },
        ]
        pod.spec.containers = [.with { $0.name = "main" }]
        return pod
    }()

    private let target = LogTarget(
        namespace: "lab", pod: "web", uid: "u1", container: "main", role: .main)
    private let line = LogLine(Array("2026-11-22T20:00:01.5Z an error here".utf8))

    private func text(_ style: LogStyle) -> String? {
        style.render(line, of: target, number: 1).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func containersInTheOrderOfTheirStarts() {
        #expect(
            LogTarget.all(of: Self.pod).map { "\($0.container) \($0.role.rawValue)" }
                == ["setup init", "proxy sidecar", "main main"])
    }

    @Test func linesAreShownAsKubectlShowsThem() {
        #expect(text(LogStyle()) == "an error here\n")
        #expect(
            text(LogStyle(timestamps: true, prefix: true))
                == "[pod/web/main] 2026-11-22T20:00:01.5Z an error here\n")
    }

    @Test func peopleSeeColoursAndWhatAContainerIs() throws {
        var style = LogStyle(prefix: true, isForPeople: true)
        style.pattern = try GrepPattern("err|here", ignoresCase: false)
        #expect(
            text(style)
                == "\u{1B}[33mmain (main) |\u{1B}[0m an \u{1B}[1;31merr\u{1B}[0mor "
                + "\u{1B}[1;31mhere\u{1B}[0m\n")
        style.hasManyPods = true
        #expect(text(style)?.contains("web/main (main) |") == true)
    }

    @Test func objectsHaveALineEach() throws {
        let shown = try #require(text(LogStyle(format: .json, stream: "stderr")))
        #expect(shown.hasSuffix("}\n"))
        #expect(
            try JSONValue(parsing: shown) == [
                "time": "2026-11-22T20:00:01.5Z", "namespace": "lab", "pod": "web",
                "container": "main", "role": "main", "stream": "stderr", "text": "an error here",
            ])
    }

    @Test func patternsChooseLines() throws {
        var style = LogStyle()
        style.pattern = try GrepPattern("^an ERROR", ignoresCase: true)
        #expect(text(style) == "an error here\n")
        style.pattern = try GrepPattern("warning", ignoresCase: false)
        #expect(text(style) == nil)
        #expect(throws: CommandError.self) { try GrepPattern("a(", ignoresCase: false) }
        let pattern = try GrepPattern("x*", ignoresCase: false)
        #expect(pattern.matches(in: Array("axxb".utf8)).contains(1..<3))
        #expect(try GrepPattern("b", ignoresCase: false).matches(in: [0x61, 0, 0x62]) == [2..<3])
    }

    @Test func whatHasNoTimeIsARemark() {
        #expect(LogLine(Array("rpc error".utf8)).text == Array("rpc error".utf8))
        #expect(LogLine(Array("rpc error".utf8)).time.isEmpty)
        #expect(LogLine(Array("2026-11-22T20:00:01Z ".utf8)).text.isEmpty)
    }

    // MARK: - Which logs

    @Test func wordsArePodsOrAPodAndItsContainer() throws {
        func selection(_ words: String..., container: String? = nil, all: Bool = false) throws
            -> LogSelection
        {
            try LogSelection(words, selector: nil, container: container, allContainers: all)
        }
        #expect(try selection("web").names == ["web"])
        #expect(try selection("web", "main").container == "main")
        #expect(try selection("web", "main").names == ["web"])
        #expect(try selection("web", "db", all: true).names == ["web", "db"])
        #expect(try selection("web", "pod/db").names == ["web", "db"])
        #expect(try selection("a", "b", "c").names == ["a", "b", "c"])
        #expect(throws: CommandError.self) { try selection("service/web") }
        #expect(
            try selection("web", all: true).targets(of: Self.pod).map(\.container)
                == ["setup", "proxy", "main"])
        #expect(try selection("web").targets(of: Self.pod).map(\.container) == ["main"])
        #expect(throws: CommandError.self) { try selection("web", "no").targets(of: Self.pod) }
    }

    @Test func podsThatComeAreFollowedUntilAllHaveEnded() throws {
        var logs = FollowedLogs(
            try LogSelection(
                ["web", "pod/db"], selector: nil, container: nil, allContainers: false))
        var other = Self.pod
        other.metadata.name = "other"
        #expect(logs.begin(.synchronized([Self.pod, other])).map(\.pod) == ["web"])
        #expect(logs.begin(.applied(Self.pod)).isEmpty)
        logs.ended()
        #expect(!logs.isOver)
        var later = Self.pod
        later.metadata.name = "db"
        later.metadata.uid = "u2"
        #expect(logs.begin(.applied(later)).map(\.pod) == ["db"])
        #expect(!logs.isOver)
        // Made again under its name, it is another one.
        later.metadata.uid = "u3"
        #expect(logs.begin(.applied(later)).map(\.uid) == ["u3"])
        logs.ended()
        logs.ended()
        #expect(logs.isOver)
    }

    // MARK: - Order

    private func lines(_ seconds: Int...) -> [LogLine] {
        seconds.map { LogLine(Array("2026-11-22T20:00:0\($0)Z \($0)".utf8)) }
    }

    @Test func linesWaitForThoseOfOtherLogsButNotForLong() {
        var merge = LineMerge(patience: 50)
        let (one, other) = (merge.open(), merge.open())
        merge.add(lines(1, 4), from: one, now: 100)
        #expect(merge.take(now: 100).lines.isEmpty)
        #expect(merge.take(now: 100).again == 150)
        merge.add(lines(2, 3), from: other, now: 120)
        let taken = merge.take(now: 120)
        #expect(taken.lines.map(\.source) == [one, other, other])
        #expect(taken.again == 150)
        #expect(!merge.isEmpty(one))
        #expect(merge.take(now: 150).lines.map(\.line) == lines(4))
        #expect(merge.isEmpty(one))
    }

    @Test func withoutEndToPatienceLinesWaitForTheEndOfOtherLogs() {
        var merge = LineMerge(patience: .max)
        let (one, other) = (merge.open(), merge.open())
        merge.add(lines(5), from: one, now: 1)
        #expect(merge.take(now: 1_000_000).lines.isEmpty)
        #expect(merge.take(now: 1_000_000).again == nil)
        merge.add(lines(1, 6), from: other, now: 2)
        merge.close(one)
        #expect(merge.take(now: 3).lines.map(\.line) == lines(1, 5, 6))
    }

    @Test func aLogKeepsItsOwnOrder() {
        var merge = LineMerge(patience: 0)
        let (one, other) = (merge.open(), merge.open())
        merge.add(lines(5, 2), from: one, now: 1)
        merge.add(lines(4, 6), from: other, now: 1)
        #expect(merge.take(now: 1).lines.map(\.line) == lines(4, 5, 2, 6))
    }

    // MARK: - Ports

    @Test(arguments: [("8080:80", 8080, 80), ("80", 80, 80), (":80", 0, 80), ("0:80", 0, 80)])
    func ports(text: String, local: Int, remote: Int) throws {
        let pair = try PortPair(text)
        #expect((pair.local, pair.remote) == (local, remote))
    }

    @Test(arguments: ["", "x", "1:2:3", "80:", "0", "65536", "-1", "80:http"])
    func noPorts(text: String) {
        #expect(throws: CommandError.self) { try PortPair(text) }
    }
}
