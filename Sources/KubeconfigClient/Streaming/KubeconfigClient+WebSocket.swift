import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1
import NIOWebSocket

extension KubeconfigClient {
    private typealias Handshake = WebSocketHandshake

    /// The longest refusal that is read, in bytes.
    private static let refusalLimit = 1 << 20
    /// How often the server is shown that the client lives, where nothing else does.
    private static let pingInterval = Duration.seconds(30)

    /// Goes over to WebSocket and runs `body` with it; the connection ends when that returns.
    ///
    /// - Parameter protocols: subprotocols, the best first.
    /// - Throws: `APIError` for a refusal, `ConnectionError`, and what `body` throws.
    func withWebSocket<Result: Sendable>(
        _ call: APICall, protocols: [String],
        _ body: @escaping @Sendable (WebSocket) async throws -> Result
    ) async throws -> Result {
        do {
            switch try await handshake(call, protocols) {
            case .refused(let response): throw try await refusal(response)
            case .upgraded(let channel, let subprotocol):
                return try await channel.executeThenClose { inbound, outbound in
                    let socket = WebSocket(
                        subprotocol: subprotocol, inbound: inbound, outbound: outbound)
                    return try await Self.keepingAlive(socket) { try await body(socket) }
                }
            }
        } catch let error where error.isOfTransport {
            throw ConnectionError(error, server: server)
        }
    }

    private static func keepingAlive<Result: Sendable>(
        _ socket: WebSocket, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: pingInterval)
                    // Whoever reads hears of the end.
                    try? await socket.ping()
                }
            }
            group.addTask {
                let result = try await body()
                await socket.close()
                return result
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    private func handshake(_ call: APICall, _ protocols: [String]) async throws -> Handshake {
        let connection = try ServerConnection(server)
        let head = requestHead(call, protocols, connection)
        let upgrade = try await connection.connect { channel in
            channel.eventLoop.makeCompletedFuture {
                try WebSocketHandshake.begin(on: channel, head)
            }
        }
        return try await upgrade.get()
    }

    private func requestHead(
        _ call: APICall, _ protocols: [String], _ connection: ServerConnection
    ) -> HTTPRequestHead {
        var head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: connection.pathPrefix + call.target)
        head.headers.add(name: "Host", value: connection.hostHeader)
        head.headers.add(name: "User-Agent", value: "swiftlet")
        head.headers.add(name: "Content-Length", value: "0")
        if let token = server.token {
            head.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        head.headers.add(
            name: "Sec-WebSocket-Protocol", value: protocols.joined(separator: ", "))
        return head
    }

    private func refusal(_ response: WebSocketHandshake.Response) async throws -> APIError {
        try await response.executeThenClose { inbound, _ in
            var code = 500
            var body = ByteBuffer()
            reading: for try await part in inbound {
                switch part {
                case .head(let head): code = Int(head.status.code)
                case .body(var bytes):
                    if body.readableBytes < Self.refusalLimit { body.writeBuffer(&bytes) }
                case .end: break reading
                }
            }
            return Self.refusal(code: code, body)
        }
    }

    private static func refusal(code: Int, _ body: ByteBuffer) -> APIError {
        if let status = try? JSONValue(parsing: body.readableBytesView),
            status["kind"] == "Status"
        {
            return APIError(status: status, code: code)
        }
        let text = String(buffer: body).split(separator: "\n").first.map(String.init) ?? ""
        return APIError(
            code: code, reason: "",
            message: text.isEmpty
                ? "the server answered \(code) to the request to go over to WebSocket" : text)
    }
}

extension Error {
    /// Whether it is the network's, and not that of what runs over it.
    fileprivate var isOfTransport: Bool {
        !(self is APIError || self is CancellationError || self is RemoteCommandError
            || self is ConnectionError || self is KubeconfigError)
    }
}
