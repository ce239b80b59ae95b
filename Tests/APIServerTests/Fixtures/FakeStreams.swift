import Glibc
import KubernetesClient
import Synchronization

/// Pods whose every command gives back what it reads, and whose ports are this machine's.
final class FakeStreams: PodStreamSource {
    private let count = Mutex(0)

    /// Commands that have not ended.
    var running: Int { count.withLock { $0 } }

    func remoteCommand(
        namespace: String, pod: String, _ request: RemoteCommandRequest
    ) async throws -> @Sendable () async throws -> any RemoteProcess {
        { [self] in
            count.withLock { $0 += 1 }
            return try EchoProcess { [self] in count.withLock { $0 -= 1 } }
        }
    }

    func portForward(
        namespace: String, pod: String
    ) async throws -> @Sendable (UInt16) async throws -> Int32 {
        { port in
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else {
                close(descriptor)
                throw StreamRefusal(code: 500, "connection refused")
            }
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            return descriptor
        }
    }
}

/// Ends with 7 when its input does or nobody reads its output.
private final class EchoProcess: RemoteProcess {
    private let descriptors: Mutex<RemoteDescriptors>
    private let ends: AsyncStream<Int>

    init(_ ended: @escaping @Sendable () -> Void) throws {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        guard pipe(&input) == 0, pipe(&output) == 0 else {
            throw StreamRefusal(code: 500, "no pipes")
        }
        for descriptor in input + output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let (read, write) = (input[0], output[1])
        for descriptor in [input[1], output[0]] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        descriptors = Mutex(RemoteDescriptors(input: input[1], output: output[0]))
        let (ends, continuation) = AsyncStream.makeStream(of: Int.self)
        self.ends = ends
        FakeThread.start {
            var buffer = [UInt8](repeating: 0, count: 65536)
            while case let count = Glibc.read(read, &buffer, buffer.count), count > 0 {
                var done = 0
                while done < count {
                    let written = buffer.withUnsafeBytes {
                        Glibc.write(write, $0.baseAddress! + done, count - done)
                    }
                    guard written > 0 else { break }
                    done += written
                }
                guard done == count else { break }
            }
            close(read)
            close(write)
            ended()
            continuation.yield(7)
        }
    }

    func takeDescriptors() -> RemoteDescriptors {
        descriptors.withLock { descriptors in
            defer { descriptors = RemoteDescriptors() }
            return descriptors
        }
    }

    func resize(columns: UInt16, rows: UInt16) {}

    func waitForEnd() async throws -> Int {
        for await code in ends { return code }
        throw CancellationError()
    }
}
