import Synchronization

@testable import Kubelet

/// Commands in containers that end as the test says, and wait where it says so.
final class FakeCommands: ContainerCommands {
    private struct State {
        var results: [String: CommandResult] = [:]
        var held: Set<String> = []
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
        var calls: [String] = []
    }

    private let state = Mutex(State())

    /// The commands that were begun, by their first words.
    var calls: [String] { state.withLock { $0.calls } }

    func answer(_ name: String, _ result: CommandResult) {
        state.withLock { $0.results[name] = result }
    }

    func hold(_ name: String) { state.withLock { _ = $0.held.insert(name) } }

    func release(_ name: String) {
        let waiting = state.withLock { state in
            state.held.remove(name)
            return state.waiting.removeValue(forKey: name) ?? []
        }
        for continuation in waiting { continuation.resume() }
    }

    func run(
        _ command: [String], in containerID: String, timeout: Duration?, outputLimit: Int
    ) async throws -> CommandResult {
        let name = command.first ?? ""
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isHeld = state.withLock { state in
                    state.calls.append(name)
                    guard state.held.contains(name), !Task.isCancelled else { return false }
                    state.waiting[name, default: []].append(continuation)
                    return true
                }
                if !isHeld { continuation.resume() }
            }
        } onCancel: {
            release(name)
        }
        try Task.checkCancellation()
        return state.withLock { $0.results[name] } ?? CommandResult(exitCode: 0)
    }
}
