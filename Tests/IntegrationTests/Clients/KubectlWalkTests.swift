import Foundation
import JSON
import Testing

/// Types what `docs/kubectl.md` shows, from top to bottom, against one daemon.
@Suite struct KubectlWalkTests {
    @Test func everyCommandAnswersAsTheTableSays() async throws {
        let markdown = try String(
            contentsOfFile: TestDaemon.project + "/docs/kubectl.md", encoding: .utf8)
        let daemon = try await TestDaemon()
        // All at once: each has a namespace and names of its own, and only the node is shared.
        let node = Turn()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, program) in Self.programs.enumerated() {
                let walk = try await KubectlWalk(
                    program, lab: "lab\(index + 1)", markdown: markdown, daemon: daemon)
                group.addTask { try await walk.run(sharing: node) }
            }
            try await group.waitForAll()
        }
        try await daemon.tearDown()
    }

    /// The machine's, the newest, and those of the environment variable `SWIFTLET_TEST_KUBECTL`
    /// (paths, with colons between).
    private static var programs: [String] {
        let named = ProcessInfo.processInfo.environment["SWIFTLET_TEST_KUBECTL"] ?? ""
        return KubectlTests.kubectls + named.split(separator: ":").map(String.init)
    }
}

/// One kubectl's way through the table.
private struct KubectlWalk: Sendable {
    private let program: String
    private let version: Int
    private let rows: [KubectlTable.Row]
    private let folder: String
    private let environment: [String: String]

    /// - Parameter lab: takes the place of the word `lab` in the table and in the example files.
    init(_ program: String, lab: String, markdown: String, daemon: TestDaemon) async throws {
        self.program = program
        rows = try KubectlTable(markdown: Self.renamed(markdown, lab)).rows
        folder = "\(daemon.root)/\(lab)"
        try FileManager.default.createDirectory(
            atPath: folder + "/bin", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: daemon.kubeconfig, toPath: folder + "/kubeconfig")
        try Self.copyExamples(to: folder, lab)
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let found = try await Command.run("sh", "-c", "command -v \(program)").output
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/bin/kubectl",
            withDestinationPath: found.trimmingCharacters(in: .whitespacesAndNewlines))
        var environment = [
            "PATH": "\(folder)/bin:\(path)", "KUBECONFIG": folder + "/kubeconfig",
            "HOME": folder, "TMPDIR": folder,
        ]
        let node = try await Command.run(
            "sh", "-c", "kubectl get nodes -o jsonpath='{.items[0].metadata.name}'",
            environment: environment)
        environment["NODE"] = node.output
        self.environment = environment
        let client = try await Command.run(
            "sh", "-c", "kubectl version --client -o json", environment: environment)
        let minor = try JSONValue(parsing: client.output)
            .value(at: "clientVersion", "minor")?.stringValue
        version = minor.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
    }

    private static func renamed(_ text: String, _ lab: String) -> String {
        // The simple kind of boundary: by Unicode's, `lab:robot` is one word.
        text.replacing(
            #/\blab\b/#.asciiOnlyWordCharacters().wordBoundaryKind(.simple), with: lab)
    }

    private static func copyExamples(to folder: String, _ lab: String) throws {
        let source = TestDaemon.project + "/examples/kubectl"
        for name in try FileManager.default.contentsOfDirectory(atPath: source) {
            let text = try String(contentsOfFile: "\(source)/\(name)", encoding: .utf8)
            try renamed(text, lab).write(
                toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
    }

    func run(sharing node: Turn) async throws {
        for row in rows where row.state != .absent && (row.since ?? 0) <= version {
            let needsNode = row.section == "The node"
            if needsNode { await node.begin(program) } else { await node.end(program) }
            let result = try await Command.run(
                ["sh", "-c", "exec 2>&1 </dev/null; cd '\(folder)'; \(row.command)"],
                environment: environment)
            #expect(
                row.describes(status: result.status, output: result.output),
                """
                docs/kubectl.md:\(row.line), \(program) (1.\(version)), exit \(result.status)
                $ \(row.command)
                expected: \(row.answer)
                \(result.output)
                """)
        }
        await node.end(program)
    }
}

/// Something that one at a time may have.
private actor Turn {
    private var holder: String?
    private var waiting: [(String, CheckedContinuation<Void, Never>)] = []

    func begin(_ name: String) async {
        guard holder != name else { return }
        guard holder != nil else {
            holder = name
            return
        }
        await withCheckedContinuation { waiting.append((name, $0)) }
    }

    /// Does nothing for one that has it not.
    func end(_ name: String) {
        guard holder == name else { return }
        holder = waiting.first?.0
        if !waiting.isEmpty { waiting.removeFirst().1.resume() }
    }
}
