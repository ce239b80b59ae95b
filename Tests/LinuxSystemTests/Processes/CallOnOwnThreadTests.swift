import CLinux
import Dispatch
import Glibc
import Synchronization
import Testing

@testable import LinuxSystem

struct CallOnOwnThreadTests {
    struct Refusal: Error {}

    /// The number of the calling thread's mount namespace.
    private static func mountNamespace() throws -> UInt64 {
        var status = stat()
        guard stat("/proc/thread-self/ns/mnt", &status) == 0 else { throw SystemError("stat") }
        return UInt64(status.st_ino)
    }

    @Test func resultsAndErrorsComeBack() async throws {
        #expect(try await callOnOwnThread { 42 } == 42)
        await #expect(throws: Refusal.self) { try await callOnOwnThread { throw Refusal() } }
    }

    /// Notes from which mount namespaces a task is made to go on.
    private final class NotingExecutor: TaskExecutor {
        let namespaces = Mutex<Set<UInt64>>([])

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            if let namespace = try? CallOnOwnThreadTests.mountNamespace() {
                namespaces.withLock { _ = $0.insert(namespace) }
            }
            DispatchQueue.global().async {
                job.runSynchronously(on: self.asUnownedTaskExecutor())
            }
        }
    }

    /// Who lets a task go on may have to make a thread for it, which must not be born in the
    /// namespace that `body` went to.
    @Test(.enabled(if: getuid() == 0, "namespaces take root"))
    func theCallerGoesOnFromWhereItWas() async throws {
        let executor = NotingExecutor()
        let own = try Self.mountNamespace()
        let task = Task(executorPreference: executor) {
            try await callOnOwnThread {
                guard clinux_unshare_mounts() == 0 else { throw SystemError("unshare") }
                return try Self.mountNamespace()
            }
        }
        #expect(try await task.value != own)
        #expect(executor.namespaces.withLock { $0 } == [own])
    }
}
