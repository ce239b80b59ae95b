import Foundation
import JSON
import Testing

/// Stock kubectl: the machine's, and the newest.
@Suite struct KubectlTests {
    static let newest = TestDaemon.project + "/.build/tools/kubectl-newest"
    static let kubectls = ["kubectl", newest].filter {
        $0 == "kubectl" || FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(arguments: kubectls)
    func doesWhatPeopleDoWithPods(kubectl: String) async throws {
        let daemon = try await TestDaemon()
        func run(_ arguments: String..., input: String? = nil) async throws -> CommandResult {
            try await Command.run(
                [kubectl] + arguments, environment: daemon.environment, input: input)
        }
        #expect(try await run("create", "namespace", "lab").output == "namespace/lab created\n")
        let manifest = Manifests.pod("web", script: "echo hello; sleep 1000")
        let labelled = manifest.replacing(
            "  name: web\n", with: "  name: web\n  labels: {app: web}\n")
        #expect(
            try await run("apply", "-n", "lab", "-f", "-", input: manifest).output
                == "pod/web created\n")
        #expect(
            try await run("apply", "-n", "lab", "-f", "-", input: manifest).output
                == "pod/web unchanged\n")
        let changed = try await run("apply", "-n", "lab", "-f", "-", input: labelled)
        #expect(changed.output == "pod/web configured\n", "\(changed.error)")
        #expect(changed.error == "")
        _ = try await daemon.running("web", namespace: "lab")

        #expect(
            try await run("get", "pods", "-n", "lab").lines.first?.split(separator: " ") == [
                "NAME", "READY", "STATUS", "RESTARTS", "AGE",
            ])
        #expect(
            try await run("get", "pods", "-n", "lab", "-o", "wide").output.contains(
                "NOMINATED NODE"))
        #expect(try await run("get", "pods", "-A").output.contains("NAMESPACE"))
        #expect(
            try await run("get", "pods", "-n", "lab", "-l", "app=web", "-o", "name").output
                == "pod/web\n")
        #expect(
            try await run("get", "pods", "-n", "lab", "-l", "app!=web", "-o", "name").output == "")
        let json = try JSONValue(
            parsing: try await run("get", "pod", "web", "-n", "lab", "-o", "json").output)
        #expect(json.value(at: "status", "phase") == "Running")
        #expect(
            try await run("get", "pod", "web", "-n", "lab", "-o", "yaml").output.contains(
                "qosClass: BestEffort"))
        #expect(try await run("describe", "pod", "web", "-n", "lab").output.contains("Events:"))
        _ = try await daemon.log("web", namespace: "lab")
        #expect(try await run("logs", "web", "-n", "lab").output == "hello\n")
        try await daemon.expectEvents("Started", namespace: "lab")
        #expect(try await run("get", "events", "-n", "lab").output.contains("Started"))
        #expect(try await run("wait", "--for=condition=Ready", "pod/web", "-n", "lab").status == 0)
        #expect(try await run("delete", "pod", "web", "-n", "lab").status == 0)
        #expect(try await run("delete", "namespace", "lab").status == 0)
        #expect(try await run("version").output.contains("Server Version"))
        #expect(try await run("api-resources").output.contains("pods"))
        #expect(
            try await run("explain", "pod.spec.containers").output.contains(
                "terminationMessagePath"))
        try await daemon.tearDown()
    }

    /// An age in seconds as a word of its own is `AGE`.
    private func withoutAge(_ text: String) -> String {
        text.replacing(/\ \d+s( +)/) { " AGE\($0.1)" }
    }

    /// What is between white space; ages are `AGE`.
    private func wordsWithoutAges(_ line: String) -> [Substring] {
        line.split(separator: " ").map { $0.wholeMatch(of: /(\d+[dhms])+/) == nil ? $0 : "AGE" }
    }

    @Test func ourOwnClientSaysTheSame() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Manifests.pod("same", script: "echo one; echo two; sleep 1000"))
        _ = try await daemon.running("same")
        _ = try await eventually("it has written all") {
            try await daemon.log("same").hasSuffix("two\n") ? true : nil
        }
        for arguments in [
            ["get", "pod", "same", "-o", "name"], ["get", "pod", "same", "-o", "yaml"],
            ["get", "pod", "same", "-o", "json"], ["get", "namespaces", "-o", "name"],
            ["logs", "same"], ["logs", "same", "--tail", "1"],
            // Without the age, which may have become another one between the two.
            ["get", "pod", "same", "--no-headers", "-o", "wide"],
        ] {
            let theirs = try await Command.run(
                ["kubectl"] + arguments, environment: daemon.environment)
            let ours = try await Command.run(
                [daemon.swiftlet] + arguments, environment: daemon.environment)
            #expect(withoutAge(ours.output) == withoutAge(theirs.output), "\(arguments)")
        }
        let ours = try await daemon.swiftlet("describe", "pod", "same").lines
        let theirs = try await daemon.kubectl("describe", "pod", "same").lines
        // As words: versions of kubectl differ in the width of their columns.
        let known = Set(theirs.map(wordsWithoutAges))
        #expect(ours.filter { !known.contains(wordsWithoutAges($0)) } == [])
        try await daemon.tearDown()
    }
}
