import NIOCore

/// Ports of a Pod as channels of a WebSocket: two for each port, one for data and one for errors.
/// There is one connection to each.
final class WebSocketPortForward: WebSocketListener {
    /// What a client and the server have agreed on, by its name in `Sec-WebSocket-Protocol`.
    struct Version: Hashable {
        var isBase64 = false
        /// Whether each side can end what it sends and go on receiving.
        var canClose = false

        static let all: [String: Version] = [
            "": Version(), "v4.channel.k8s.io": Version(),
            "v4.base64.channel.k8s.io": Version(isBase64: true),
            // Of our own; clients offer v5.channel.k8s.io here as well and do not mean this.
            "v1.portforward.swiftlet.io": Version(canClose: true),
        ]
    }

    /// Two channels each, and a channel is a byte.
    static let maximumPorts = 127

    private struct Port {
        var connection: PortConnection
        var clientSends = true
        var podSends = true
    }

    private let webSocket: WebSocketConnection
    private let line: any ByteLine
    private let version: Version
    private let pod: String
    private let ended: EventLoopPromise<Void>
    private var ports: [Port] = []
    private var left: Set<Int> = []
    private var blocked: Set<Int> = []
    private var channels: WebSocketChannels

    init(
        _ webSocket: WebSocketConnection, over line: any ByteLine, _ version: Version, pod: String
    ) {
        self.webSocket = webSocket
        self.line = line
        self.version = version
        self.pod = pod
        ended = line.eventLoop.makePromise()
        channels = WebSocketChannels(webSocket, isBase64: version.isBase64)
    }

    var endFuture: EventLoopFuture<Void> { ended.futureResult }

    func start(_ numbers: [UInt16], dial: @escaping @Sendable (UInt16) async throws -> Int32) {
        left = Set(numbers.indices)
        for (index, port) in numbers.enumerated() {
            var number = ByteBuffer()
            number.writeInteger(port, endianness: .little)
            channels.send(number, on: UInt8(2 * index))
            channels.send(number, on: UInt8(2 * index + 1))
            let client = PortConnection.Client(
                isWritable: { [line] in line.isWritable },
                send: { [channels] in channels.send($0, on: UInt8(2 * index)) },
                flush: { [line] in line.flush() },
                ended: { [weak self] in self?.connectionEnded(index, port, $0) },
                isBlocked: { [weak self] in self?.noteBlocking(index, $0) })
            ports.append(
                Port(connection: PortConnection(port, to: client, on: line.eventLoop)))
        }
        line.flush()
        for port in ports { port.connection.connect(dial) }
    }

    private func connectionEnded(_ index: Int, _ port: UInt16, _ failure: String?) {
        if let failure {
            let text = "error forwarding port \(port) to pod \(pod): \(failure)"
            channels.send(ByteBuffer(string: text), on: UInt8(2 * index + 1))
        }
        guard version.canClose, failure == nil, ports.indices.contains(index),
            ports[index].podSends
        else { return forget(index) }
        ports[index].podSends = false
        // Writing may end it all.
        let isOver = !ports[index].clientSends
        var end = ByteBuffer()
        end.writeInteger(UInt8(2 * index))
        channels.send(end, on: WebSocketChannels.close)
        if isOver { forget(index) } else { line.flush() }
    }

    private func forget(_ index: Int) {
        line.flush()
        left.remove(index)
        if left.isEmpty { webSocket.close() }
    }

    private func noteBlocking(_ index: Int, _ isBlocked: Bool) {
        if isBlocked { blocked.insert(index) } else { blocked.remove(index) }
        if blocked.isEmpty { line.resumeReading() } else { line.pauseReading() }
    }

    func received(_ piece: WebSocketFrameReader.Piece) {
        do throws(WebSocketFrameReader.Failure) {
            guard let (channel, bytes) = try channels.take(piece) else { return }
            dispatch(bytes, from: channel)
        } catch {
            webSocket.close(code: error.code, reason: error.reason)
            closed()
        }
    }

    private func dispatch(_ bytes: ByteBuffer, from channel: UInt8) {
        if version.canClose, channel == WebSocketChannels.close {
            if let closed = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) { end(closed) }
            return
        }
        guard let index = index(of: channel), ports[index].clientSends else { return }
        ports[index].connection.write(bytes)
    }

    /// The client sends no more on a channel.
    private func end(_ channel: UInt8) {
        guard let index = index(of: channel), ports[index].clientSends else { return }
        ports[index].clientSends = false
        let port = ports[index]
        port.connection.finishWriting()
        if !port.podSends { forget(index) }
    }

    /// Of the port whose data comes on a channel.
    private func index(of channel: UInt8) -> Int? {
        let index = Int(channel / 2)
        return channel % 2 == 0 && ports.indices.contains(index) ? index : nil
    }

    func becameWritable() {
        for port in ports { port.connection.clientBecameWritable() }
    }

    func closed() {
        for port in ports { port.connection.abort() }
        ports = []
        ended.succeed()
    }
}
