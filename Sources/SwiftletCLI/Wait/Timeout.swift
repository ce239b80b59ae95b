/// Runs `body` for at most `limit`; zero is without limit.
///
/// - Throws: `CommandError` when the time is over, and what `body` throws.
func withTimeout<Result: Sendable>(
    _ limit: Duration, what: String, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    guard limit > .zero else { return try await body() }
    return try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: limit)
            throw CommandError("timed out waiting for \(what)")
        }
        defer { group.cancelAll() }
        return try await group.next()!
    }
}
