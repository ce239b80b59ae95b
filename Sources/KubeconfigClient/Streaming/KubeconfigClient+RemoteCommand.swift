import KubernetesAPI
import NIOCore

extension KubeconfigClient {
    /// Bytes of one message of input.
    private static let inputSize = 32 << 10

    /// Runs a command in a container, or attaches to it, until it ends.
    ///
    /// - Returns: its exit code.
    /// - Throws: `APIError` for a refusal, `RemoteCommandError` for a command that could not be run,
    ///   `ConnectionError`, and what the streams throw.
    public func run(_ command: RemoteCommand, _ streams: RemoteCommandStreams) async throws -> Int32
    {
        let versions = RemoteCommandProtocol.allCases
        return try await withWebSocket(command.call, protocols: versions.map(\.rawValue)) {
            socket in
            guard let version = RemoteCommandProtocol(rawValue: socket.subprotocol) else {
                throw RemoteCommandError.unknownProtocol(socket.subprotocol)
            }
            return try await withThrowingTaskGroup(of: Int32?.self) { group in
                if let input = streams.input {
                    group.addTask { try await Self.send(input, to: socket, version) }
                }
                if let sizes = streams.sizes {
                    group.addTask {
                        for await size in sizes {
                            try await Self.sending {
                                try await socket.send(RemoteCommandProtocol.resize(size))
                            }
                        }
                        return nil
                    }
                }
                group.addTask { try await Self.receive(from: socket, streams.output) }
                defer { group.cancelAll() }
                while let ended = try await group.next() {
                    if let code = ended { return code }
                }
                throw CancellationError()
            }
        }
    }

    private static func send(
        _ input: @Sendable () async throws -> [UInt8]?, to socket: WebSocket,
        _ version: RemoteCommandProtocol
    ) async throws -> Int32? {
        while let bytes = try await input() {
            for start in stride(from: 0, to: bytes.count, by: inputSize) {
                let piece = Array(bytes[start..<min(start + inputSize, bytes.count)])
                let message = RemoteCommandProtocol.message(.stdin, piece)
                guard try await sending({ try await socket.send(message) }) else { return nil }
            }
        }
        if let message = version.endOfInput {
            try await sending { try await socket.send(message) }
        }
        return nil
    }

    /// A command may end before it has read its input: that the connection is gone is for the
    /// receiver to judge.
    ///
    /// - Returns: whether it was sent.
    @discardableResult
    private static func sending(_ send: () async throws -> Void) async throws -> Bool {
        do {
            try await send()
            return true
        } catch let error as CancellationError {
            throw error
        } catch {
            return false
        }
    }

    private static func receive(
        from socket: WebSocket,
        _ output: @Sendable (RemoteCommandStreams.Output, [UInt8]) async throws -> Void
    ) async throws -> Int32 {
        while var message = try await socket.receive() {
            // A server may show each channel once by an empty message.
            guard let number: UInt8 = message.readInteger(), message.readableBytes > 0 else {
                continue
            }
            let bytes = Array(message.readableBytesView)
            switch RemoteCommandProtocol.Channel(rawValue: number) {
            case .stdout: try await output(.stdout, bytes)
            case .stderr: try await output(.stderr, bytes)
            case .error: return try RemoteCommandProtocol.exitCode(bytes)
            default: break
            }
        }
        throw RemoteCommandError.failed("the server ended the connection before the command did")
    }
}
