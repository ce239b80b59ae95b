import ContainerRuntime
import KubernetesAPI
import Testing

@testable import Kubelet

/// Whence the message of an ended container comes, and how long it may be.
@Suite struct TerminationMessageTests {
    private func message(
        file: String?, log: String = "", policy: TerminationMessagePolicy = "File", code: Int = 1,
        of count: Int = 1
    ) throws -> String {
        let fixture = try Fixture()
        try PodDirectory.make(fixture.root + "/main")
        var annotations: [String: String] = [:]
        if let file {
            annotations[ContainerLabels.terminationFile] = fixture.root + "/message"
            try PodDirectory.write(file, to: fixture.root + "/message")
        }
        try PodDirectory.write(log, to: fixture.root + "/main/0.log")
        let container = RuntimeContainer(
            id: "id", sandboxID: "s",
            configuration: ContainerConfiguration(
                name: "main", attempt: 0, image: "busybox", imageID: "", imageReference: "",
                rootFileSystem: "/", arguments: ["sh"], logPath: "main/0.log",
                annotations: annotations),
            state: .running(startedAt: 0), createdAt: 0)
        return TerminationMessage.read(
            container, policy: policy, exitCode: code, logDirectory: fixture.root,
            containerCount: count)
    }

    private func lines(_ numbers: ClosedRange<Int>, _ text: String = "") -> String {
        numbers.map { "2026-11-22T19:00:00.1Z stdout F \($0)\(text)\n" }.joined()
    }

    @Test("4096 bytes of the file, less where the Pod has many containers")
    func file() throws {
        let long = String(repeating: "x", count: 5000)
        #expect(try message(file: "bye") == "bye")
        #expect(try message(file: long).count == 4096)
        #expect(try message(file: long, of: 3).count == 4096)
        #expect(try message(file: long, of: 4).count == 3072)
        #expect(try message(file: nil) == "")
    }

    @Test("the log where that is asked for, the file is empty and the container failed")
    func fallback() throws {
        let policy: TerminationMessagePolicy = "FallbackToLogsOnError"
        let log = lines(1...2)
        #expect(try message(file: "", log: log, policy: policy) == "1\n2\n")
        #expect(try message(file: "own", log: log, policy: policy) == "own")
        #expect(try message(file: "", log: log, policy: policy, code: 0) == "")
        #expect(try message(file: "", log: log) == "")
    }

    @Test("80 lines and 2048 bytes of the log")
    func logLimits() throws {
        let policy: TerminationMessagePolicy = "FallbackToLogsOnError"
        let many = try message(file: "", log: lines(1...100), policy: policy)
        #expect(many.split(separator: "\n").count == 80)
        #expect(many.hasPrefix("21\n"))
        let wide = lines(1...10, String(repeating: "y", count: 500))
        #expect(try message(file: "", log: wide, policy: policy).count == 2048)
    }
}
