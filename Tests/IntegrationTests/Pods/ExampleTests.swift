import Foundation
import JSON
import Testing

extension Alone {
    /// Every file in `examples/pods` reaches the state that it promises.
    @Suite struct ExampleTests {
        private static let folder = TestDaemon.project + "/examples/pods"

        /// What the second line of an example says: `Running`, `Failed Evicted`,
        /// `Succeeded or Unschedulable`, `Running in NAMESPACE`.
        private struct Promise {
            var states: [String]
            var namespace = "default"

            /// Nil where the example promises nothing.
            init?(_ text: String) {
                let line = text.split(separator: "\n").first { $0.hasPrefix("# State: ") }
                guard let line else { return nil }
                let parts = line.dropFirst("# State: ".count).split(separator: " in ", maxSplits: 1)
                states = parts[0].split(separator: " or ").map(String.init)
                if parts.count > 1 { namespace = String(parts[1]) }
            }

            func isKept(by pod: JSONValue) -> Bool { states.contains { Self.isReached($0, pod) } }

            private static func isReached(_ state: String, _ pod: JSONValue) -> Bool {
                let phase = pod.value(at: "status", "phase")?.stringValue ?? ""
                let words = state.split(separator: " ").map(String.init)
                switch words.first {
                case "Running": return pod.isReady
                case "Restarted":
                    let statuses = pod.value(at: "status", "containerStatuses")?.arrayValue ?? []
                    return statuses.contains { ($0["restartCount"]?.integerValue ?? 0) > 0 }
                case "Unschedulable", "SchedulingGated", "ReadinessGatesNotReady":
                    let conditions = pod.value(at: "status", "conditions")?.arrayValue ?? []
                    return conditions.contains { $0["reason"]?.stringValue == words[0] }
                case "Failed" where words.count > 1:
                    return phase == "Failed"
                        && pod.value(at: "status", "reason")?.stringValue == words[1]
                default: return phase == words.first
                }
            }
        }

        @Test func examplesReachTheirStates() async throws {
            let daemon = try await TestDaemon()
            try FileManager.default.createDirectory(
                atPath: daemon.root + "/seccomp", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: Self.folder + "/profiles", toPath: daemon.root + "/seccomp/profiles")
            let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
                .filter { $0.hasSuffix(".yaml") }.sorted()
            #expect(files.count > 110)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for file in files {
                    let text = try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8)
                    if text.contains("hostUsers: false") && !Kernel.hasUsersForPods { continue }
                    let promise = try #require(Promise(text), "\(file) promises nothing")
                    let name = String(file.dropLast(".yaml".count))
                    let applied = try await daemon.swiftlet("apply", "-f", "-", input: text)
                    #expect(applied.status == 0, "\(file): \(applied.error)")
                    #expect(applied.error == "", "\(file) is carried out in all")
                    if applied.status != 0 { continue }
                    group.addTask {
                        _ = try await daemon.pod(
                            name, namespace: promise.namespace,
                            promise.states.joined(separator: " or "), within: 180, promise.isKept)
                    }
                }
                try await group.waitForAll()
            }
            try await daemon.tearDown()
        }
    }
}
