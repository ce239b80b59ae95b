import LinuxSystem
import Testing

@testable import ContainerRuntime

/// What needs the machine for itself; see the one of the integration tests.
@Suite(.serialized) enum Alone {}

extension Alone {
    @Suite(.timeLimit(.minutes(1))) struct FollowLatencyTests {
        private let folder = LogFolderFixture()

        @Test func followLatency() async throws {
            let watcher = try FileWatcher()
            folder.append(folder.record("first"), to: "0.log")
            let reader = try folder.reader(.init(follow: true), watcher: watcher) { false }
            _ = try await reader.next()
            let bare = LogFolderFixture()
            bare.append(bare.record("first"), to: "0.log")
            let signal = ChangeSignal()
            let watch = try watcher.watch(folder: bare.path, signal: signal)
            var delays: [Duration] = []
            var wakes: [Duration] = []
            for number in 0..<50 {
                delays.append(
                    try await delay(of: "\(number)", in: folder) { _ = try await reader.next() })
                wakes.append(try await delay(of: "\(number)", in: bare) { _ = await signal.wait() })
            }
            withExtendedLifetime(watch) {}
            // The goal is 1 ms. What the machine takes to wake anybody, busy as it may be with
            // other programs, is not the reader's.
            let (median, wake) = (delays.sorted()[25], wakes.sorted()[25])
            #expect(median - wake < .milliseconds(20), "median \(median), a bare wake-up \(wake)")
        }

        /// From when a line is written until somebody knows of it.
        private func delay(
            of line: String, in folder: LogFolderFixture, until isKnown: () async throws -> Void
        ) async throws -> Duration {
            let written = Task.detached {
                try? await Task.sleep(for: .milliseconds(2))
                let now = ContinuousClock.now
                folder.append(folder.record(line), to: "0.log")
                return now
            }
            try await isKnown()
            let now = ContinuousClock.now
            return now - (await written.value)
        }
    }
}
