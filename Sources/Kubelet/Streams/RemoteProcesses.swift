import ContainerRuntime
import Glibc
import KubernetesClient
import Synchronization

/// A command that was started in a container, for a client.
final class RemoteExec: RemoteProcess {
    private let process: ExecProcess
    private let request: RemoteCommandRequest
    private let terminal: TerminalHandle

    init(_ process: ExecProcess, _ request: RemoteCommandRequest) {
        self.process = process
        self.request = request
        terminal = TerminalHandle()
    }

    func takeDescriptors() -> RemoteDescriptors {
        let streams = process.takeStreams()
        guard let master = streams.terminal else {
            return RemoteDescriptors(
                input: streams.standardInput, output: streams.standardOutput,
                errorOutput: streams.standardError)
        }
        terminal.set(master)
        return RemoteDescriptors(
            input: request.standardInput ? duplicate(master) : nil, output: master)
    }

    func resize(columns: UInt16, rows: UInt16) {
        terminal.resize(TerminalSize(columns: columns, rows: rows))
    }

    func waitForEnd() async throws -> Int { try await process.waitForEnd() }
}

/// A container that a client is attached to.
final class RemoteAttachment: RemoteProcess {
    private let process: AttachedProcess
    private let request: RemoteCommandRequest
    private let terminal = TerminalHandle()

    init(_ process: AttachedProcess, _ request: RemoteCommandRequest) {
        self.process = process
        self.request = request
    }

    func takeDescriptors() -> RemoteDescriptors {
        let streams = process.takeStreams()
        func wanted(_ descriptor: Int32?, _ isWanted: Bool) -> Int32? {
            if let descriptor, !isWanted { close(descriptor) }
            return isWanted ? descriptor : nil
        }
        if let master = streams.terminal { terminal.set(master) }
        return RemoteDescriptors(
            input: wanted(streams.standardInput ?? streams.terminal, request.standardInput),
            output: wanted(streams.standardOutput, request.standardOutput),
            errorOutput: wanted(
                streams.standardError, request.standardError && streams.terminal == nil))
    }

    func resize(columns: UInt16, rows: UInt16) {
        terminal.resize(TerminalSize(columns: columns, rows: rows))
    }

    func waitForEnd() async throws -> Int {
        try await process.waitForEnd()
        return 0
    }
}

/// A terminal kept open for changes of its size. Whoever is in it hears of the client's end when
/// this is gone too.
private final class TerminalHandle: Sendable {
    private let descriptor = Mutex<Int32?>(nil)

    deinit { descriptor.withLock { if let descriptor = $0 { close(descriptor) } } }

    /// - Parameter master: stays the caller's.
    func set(_ master: Int32) {
        descriptor.withLock { $0 = duplicate(master) }
    }

    func resize(_ size: TerminalSize) {
        descriptor.withLock { if let descriptor = $0 { size.apply(to: descriptor) } }
    }
}

private func duplicate(_ descriptor: Int32) -> Int32? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    return copy >= 0 ? copy : nil
}
