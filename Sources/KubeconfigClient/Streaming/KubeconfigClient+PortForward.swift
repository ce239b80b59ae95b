import KubernetesAPI
import NIOCore

/// One connection to a port of a Pod.
public struct PortConnection: Sendable {
    /// Whether each side can end what it sends and go on receiving; with servers other than
    /// Swiftlet's the connection is over when the Pod's side is.
    public let canEndHalf: Bool
    /// What the Pod sends; nil at its end. One task at a time may call it.
    ///
    /// - Throws: `RemoteCommandError.failed` with the server's reason, such as a refused connection.
    public let receive: @Sendable () async throws -> [UInt8]?
    public let send: @Sendable ([UInt8]) async throws -> Void
    /// Tells the Pod that nothing more is sent, where the server can.
    public let finish: @Sendable () async throws -> Void
}

/// Port-forwarding over WebSocket has two channels a port, data and error, and each begins with the
/// port's number in two bytes, the lower one first.
private enum PortProtocol: String, CaseIterable {
    /// Swiftlet's own: a channel can be ended, as in exec.
    case endsByHalf = "v1.portforward.swiftlet.io"
    case v4 = "v4.channel.k8s.io"
}

extension KubeconfigClient {
    /// Connects to a port of a Pod, as seen from inside it; the connection ends when `body` returns.
    ///
    /// - Throws: `APIError` for a refusal, `ConnectionError`, and what `body` throws.
    public func withPort<Result: Sendable>(
        _ port: Int, namespace: String, pod: String,
        _ body: @escaping @Sendable (PortConnection) async throws -> Result
    ) async throws -> Result {
        var call = APICall(
            .get, .pods, namespace: namespace, name: pod, subresource: "portforward")
        call.ask("ports", String(port))
        return try await withWebSocket(call, protocols: PortProtocol.allCases.map(\.rawValue)) {
            socket in
            guard let version = PortProtocol(rawValue: socket.subprotocol) else {
                throw RemoteCommandError.unknownProtocol(socket.subprotocol)
            }
            let messages = PortMessages(socket)
            return try await body(
                PortConnection(
                    canEndHalf: version == .endsByHalf,
                    receive: { try await messages.next() },
                    send: { try await socket.send(RemoteCommandProtocol.message(.stdin, $0)) },
                    finish: {
                        guard version == .endsByHalf else { return }
                        try await socket.send(
                            RemoteCommandProtocol.message(
                                .close, [RemoteCommandProtocol.Channel.stdin.rawValue]))
                    }))
        }
    }
}

/// The two channels of a port, the beginnings of which are passed over.
private actor PortMessages {
    private let socket: WebSocket
    /// Bytes of the port's number that are still to come, by channel.
    private var headers = [2, 2]

    init(_ socket: WebSocket) {
        self.socket = socket
    }

    func next() async throws -> [UInt8]? {
        while var message = try await socket.receive() {
            guard let number: UInt8 = message.readInteger() else { continue }
            if number == RemoteCommandProtocol.Channel.close.rawValue {
                if message.readInteger(as: UInt8.self) == 0 { return nil }
                continue
            }
            guard number < 2 else { continue }
            let header = min(headers[Int(number)], message.readableBytes)
            headers[Int(number)] -= header
            message.moveReaderIndex(forwardBy: header)
            guard message.readableBytes > 0 else { continue }
            let bytes = Array(message.readableBytesView)
            if number == 0 { return bytes }
            throw RemoteCommandError.failed(String(decoding: bytes, as: UTF8.self))
        }
        return nil
    }
}
