import Foundation
import Testing

/// Types what `docs/sidecars.md` has a class type, from top to bottom.
@Suite struct LessonTests {
    @Test func theLessonPrintsWhatItSays() async throws {
        let markdown = try String(
            contentsOfFile: TestDaemon.project + "/docs/sidecars.md", encoding: .utf8)
        let daemon = try await TestDaemon()
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        var environment = daemon.environment
        environment["PATH"] = "\(TestDaemon.binaries):\(path)"
        let steps = Transcript(markdown: markdown).steps
        #expect(steps.count >= 40)
        for step in steps {
            // Root needs no sudo, and this machine need not have it.
            let command = step.command.replacing("sudo -E ", with: "")
            let result = try await Command.run(
                ["bash", "-c", "exec 2>&1 </dev/null; cd '\(TestDaemon.project)'; \(command)"],
                environment: environment)
            #expect(
                result.status == 0 && KubectlTable.Row.matches(result.output, step.answer),
                """
                docs/sidecars.md:\(step.line), exit \(result.status)
                $ \(step.command)
                expected: \(step.answer)
                \(result.output)
                """)
        }
        try await daemon.tearDown()
    }

    @Test func aTranscriptHasCommandsAndTheirAnswers() {
        let page = """
            $ not a command
            ```console
            $ one
            its answer
            $ two
            ```
            ```sh
            $ not one either
            ```
            """
        #expect(
            Transcript(markdown: page).steps == [
                Transcript.Step(line: 3, command: "one", answer: "its answer\n"),
                Transcript.Step(line: 5, command: "two", answer: ""),
            ])
    }
}
