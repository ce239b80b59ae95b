import Glibc

/// Runs `body` on a thread of its own, which ends afterwards: for what changes the thread itself,
/// its working directory or namespaces.
///
/// - Throws: `SystemError` where no thread can be made, and what `body` throws.
public func callOnOwnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        let work = Unmanaged.passRetained(
            ThreadWork { continuation.resume(with: Swift.Result(catching: body)) })
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, runThreadWork, work.toOpaque())
        guard code == 0 else {
            work.release()
            continuation.resume(throwing: SystemError("pthread_create", code: code))
            return
        }
        pthread_detach(thread)
    }
}

private final class ThreadWork {
    let body: () -> Void

    init(_ body: @escaping () -> Void) {
        self.body = body
    }
}

private func runThreadWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadWork>.fromOpaque(context!).takeRetainedValue().body()
    return nil
}
