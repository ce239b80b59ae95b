import Foundation
import JSON
import Testing

extension TestDaemon {
    /// Fails for each text that does not come in an event: they are written beside what they tell.
    func expectEvents(_ texts: String..., namespace: String = "default") async throws {
        try await expect(texts) { try await kubectl("get", "events", "-n", namespace).output }
    }

    /// The same for the events of one object, each as `REASON MESSAGE`.
    func expectEvents(_ texts: String..., of name: String) async throws {
        try await expect(texts) {
            try await kubectl(
                "get", "events", "--field-selector", "involvedObject.name=\(name)", "-o",
                "jsonpath={range .items[*]}{.reason} {.message}{\"\\n\"}{end}"
            ).output
        }
    }

    private func expect(_ texts: [String], in events: () async throws -> String) async throws {
        var last = ""
        _ = try? await eventually("all events are there") {
            last = try await events()
            return texts.allSatisfy { last.contains($0) } ? true : nil
        }
        for text in texts { #expect(last.contains(text), "\(last)") }
    }
}
