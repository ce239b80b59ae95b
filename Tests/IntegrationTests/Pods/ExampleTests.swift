import Foundation
import JSON
import Testing

/// Every file in `examples/pods` reaches the state that it promises.
@Suite struct ExampleTests {
    private static let folder = TestDaemon.project + "/examples/pods"

    /// What the second line of an example says.
    private static func promise(_ text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("# State: ") }
            .map { String($0.dropFirst("# State: ".count)) }
    }

    private static func isReached(_ state: String, _ pod: JSONValue) -> Bool {
        let phase = pod.value(at: "status", "phase")?.stringValue ?? ""
        let words = state.split(separator: " ").map(String.init)
        switch words.first {
        case "Running": return pod.isReady
        case "Restarted":
            let statuses = pod.value(at: "status", "containerStatuses")?.arrayValue ?? []
            return statuses.contains { ($0["restartCount"]?.integerValue ?? 0) > 0 }
        case "Unschedulable", "SchedulingGated":
            let conditions = pod.value(at: "status", "conditions")?.arrayValue ?? []
            return conditions.contains { $0["reason"]?.stringValue == words[0] }
        case "Failed" where words.count > 1:
            return phase == "Failed" && pod.value(at: "status", "reason")?.stringValue == words[1]
        default: return phase == words.first
        }
    }

    @Test func examplesReachTheirStates() async throws {
        let daemon = try await TestDaemon()
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
            .filter { $0.hasSuffix(".yaml") }.sorted()
        #expect(files.count > 55)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for file in files {
                let text = try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8)
                let state = try #require(Self.promise(text), "\(file) promises nothing")
                let name = String(file.dropLast(".yaml".count))
                let applied = try await daemon.swiftlet("apply", "-f", "-", input: text)
                #expect(applied.status == 0, "\(file): \(applied.error)")
                #expect(applied.error == "", "\(file) is carried out in all")
                if applied.status != 0 { continue }
                group.addTask {
                    _ = try await daemon.pod(name, state, within: 90) { Self.isReached(state, $0) }
                }
            }
            try await group.waitForAll()
        }
        try await daemon.tearDown()
    }
}
