import Dispatch

/// Runs what blocks (mounts, removal of trees) outside the cooperative threads.
func blockingWork<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
            continuation.resume(with: Result { try work() })
        }
    }
}
