import Dispatch

/// Runs `body` on a thread outside the cooperative pool, for calls that wait for other processes
/// or the disk.
///
/// Each call has a serial queue of its own: those get a thread at once, whatever the number of
/// cores, where a shared concurrent queue would wait for a free one.
public func blockingCall<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "swiftlet.blocking-call").async {
            continuation.resume(with: Swift.Result(catching: body))
        }
    }
}
