import ContainerRuntime
import Glibc
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import Synchronization

extension Kubelet: PodFileAccess {
    /// Bytes of what a transfer says that went wrong.
    private static let messageLimit = 4096

    public func readFiles(
        _ path: PodFilePath
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        let process = try await transfer(.reading(path.path), at: path)
        let streams = process.takeStreams()
        guard let output = streams.standardOutput.map(PipeEnd.init),
            let errors = streams.standardError.map(PipeEnd.init)
        else { throw APIError.internalError("a file transfer has no output") }
        let reading = RunningTransfer(process: process)
        // What cannot be read at all is known before the answer begins.
        let first = try await output.read()
        if first.isEmpty {
            try await Self.checkEnd(process, errors)
            throw APIError.internalError("a file transfer gave nothing")
        }
        let pieces = FirstPiece(first)
        return AsyncThrowingStream {
            _ = reading
            if let first = pieces.take() { return first }
            let bytes = try await output.read()
            if !bytes.isEmpty { return bytes }
            try await Self.checkEnd(process, errors)
            return nil
        }
    }

    public func writeFiles(
        _ path: PodFilePath, keepsPermissions: Bool,
        archive: @escaping @Sendable () async throws -> [UInt8]?
    ) async throws {
        let process = try await transfer(
            .writing(path.path, keepsPermissions: keepsPermissions), at: path)
        let streams = process.takeStreams()
        let output = streams.standardOutput.map(PipeEnd.init)
        guard let input = streams.standardInput.map(PipeEnd.init),
            let errors = streams.standardError.map(PipeEnd.init)
        else { throw APIError.internalError("a file transfer has no input") }
        let writing = RunningTransfer(process: process)
        try await Self.copy(archive, to: input)
        try await Self.checkEnd(process, errors)
        withExtendedLifetime((output, writing)) {}
    }

    /// Writes an archive to a transfer's input, which ends with that.
    private static func copy(
        _ archive: @Sendable () async throws -> [UInt8]?, to input: PipeEnd
    ) async throws {
        defer { input.close() }
        do {
            while let bytes = try await archive() { try await input.write(bytes) }
        } catch let error as SystemError where error.code == EPIPE {
            // It has said why it reads no more.
        }
    }

    private func transfer(
        _ request: ExecRequest, at path: PodFilePath
    ) async throws -> ExecProcess {
        guard path.path.hasPrefix("/"), !path.path.utf8.contains(0) else {
            throw APIError.badRequest(
                "the path \"\(path.path)\" of the container must begin with a slash")
        }
        let id = try await runningContainer(of: path)
        do {
            return try await services.runtime.exec(containerID: id, request)
        } catch let error as RuntimeError {
            throw APIError.internalError("\(error)")
        }
    }

    /// The container that runs now.
    private func runningContainer(of path: PodFilePath) async throws -> String {
        let object = try await services.client.get(
            .pods, namespace: path.namespace, name: path.pod)
        let pod = Pod(json: object)
        let name =
            path.container.flatMap { $0.isEmpty ? nil : $0 }
            ?? LogSelection.defaultContainer(of: pod) ?? ""
        guard pod.spec.containersWithRoles.contains(where: { $0.container.name == name }) else {
            throw APIError.badRequest(
                "container \(name) is not valid for pod \(pod.metadata.name)")
        }
        let observed = await worker(of: pod)?.snapshot.observed
        guard let current = observed?[name].current, current.isRunning else {
            throw APIError.badRequest(
                "container \"\(name)\" in pod \"\(pod.metadata.name)\" is not running")
        }
        return current.id
    }

    private static func checkEnd(_ process: ExecProcess, _ errors: PipeEnd) async throws {
        var message: [UInt8] = []
        while message.count < messageLimit {
            let bytes = try await errors.read(count: messageLimit)
            if bytes.isEmpty { break }
            message += bytes
        }
        let code = try await process.waitForEnd()
        guard code != 0 else { return }
        let text = String(decoding: message, as: UTF8.self).split(separator: "\n").first
        throw APIError.badRequest(
            text.map(String.init) ?? "copying files ended with exit code \(code)")
    }
}

/// Kills a transfer that nobody waits for any more.
private final class RunningTransfer: Sendable {
    private let process: ExecProcess

    init(process: ExecProcess) {
        self.process = process
    }

    deinit { process.kill() }
}

/// What was read before the answer began.
private final class FirstPiece: Sendable {
    private let bytes: Mutex<[UInt8]?>

    init(_ bytes: [UInt8]) {
        self.bytes = Mutex(bytes)
    }

    func take() -> [UInt8]? {
        bytes.withLock { bytes in
            defer { bytes = nil }
            return bytes
        }
    }
}
