import Glibc

/// Runs `body` on a thread of its own, which ends afterwards: for what changes the thread itself,
/// its working directory or namespaces.
///
/// A thread inherits the namespaces of the one that makes it, and whoever resumes a task may have
/// to make a thread for it. So it is another thread, untouched, that waits for the end and resumes
/// the caller. For the same reason `body` must not start tasks once it has changed its thread.
///
/// - Throws: `SystemError` where no thread can be made, and what `body` throws.
public func callOnOwnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        do throws(SystemError) {
            let outer = try startThread {
                var outcome: Swift.Result<Result, any Error>?
                do throws(SystemError) {
                    let inner = try startThread {
                        outcome = Swift.Result(catching: body)
                    }
                    pthread_join(inner, nil)
                } catch {
                    outcome = .failure(error)
                }
                continuation.resume(with: outcome!)
            }
            pthread_detach(outer)
        } catch {
            continuation.resume(throwing: error)
        }
    }
}

private func startThread(_ body: @escaping () -> Void) throws(SystemError) -> pthread_t {
    let work = Unmanaged.passRetained(ThreadWork(body))
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, runThreadWork, work.toOpaque())
    guard code == 0 else {
        work.release()
        throw SystemError("pthread_create", code: code)
    }
    return thread
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
