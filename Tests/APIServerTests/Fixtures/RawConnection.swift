import Foundation
import NIOCore
import NIOPosix

/// A thread of a fake's own, which may block.
enum FakeThread {
    static func start(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread(body)
    }
}

/// Bytes to and from a server, as they are.
struct RawConnection: ~Copyable {
    typealias Bytes = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private var incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// What has come and was not taken.
    private(set) var buffered = ByteBuffer()

    fileprivate init(
        _ incoming: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.incoming = incoming.makeAsyncIterator()
        self.outgoing = outgoing
    }

    /// Connects to a unix socket; the connection ends when `body` returns.
    static func open<Result: Sendable>(
        _ path: String, _ body: (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Bytes(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { incoming, outgoing in
            var connection = RawConnection(incoming, outgoing)
            return try await body(&connection)
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outgoing.write(ByteBuffer(bytes: bytes))
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func finish() { outgoing.finish() }

    /// Takes what comes until `isEnough` says so.
    ///
    /// - Returns: what came; less at the end of the connection.
    mutating func read(until isEnough: ([UInt8]) -> Bool) async throws -> [UInt8] {
        while !isEnough(Array(buffered.readableBytesView)) {
            guard let more = try await incoming.next() else { break }
            buffered.writeImmutableBuffer(more)
        }
        defer { buffered.clear() }
        return Array(buffered.readableBytesView)
    }

    mutating func readToEnd() async throws -> [UInt8] { try await read { _ in false } }

    /// Asks for a stream, and reads the answer's head.
    mutating func ask(_ method: String, _ path: String, _ headers: [String]) async throws -> String
    {
        try await send(
            (["\(method) \(path) HTTP/1.1", "Host: localhost"] + headers).joined(separator: "\r\n")
                + "\r\n\r\n")
        let end = Array("\r\n\r\n".utf8)
        while true {
            let seen = Array(buffered.readableBytesView)
            if let range = seen.firstRange(of: end) {
                buffered.moveReaderIndex(forwardBy: range.upperBound)
                return String(decoding: seen[..<range.upperBound], as: UTF8.self)
            }
            guard let more = try await incoming.next() else {
                return String(decoding: seen, as: UTF8.self)
            }
            buffered.writeImmutableBuffer(more)
        }
    }

    mutating func webSocket(_ path: String, _ subprotocol: String) async throws -> String {
        try await ask("GET", path, Self.webSocketHeaders(subprotocol))
    }

    static func webSocketHeaders(_ subprotocol: String) -> [String] {
        [
            "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: \(subprotocol)",
        ]
    }

    /// A client's message, with a mask that changes nothing.
    static func frame(_ payload: [UInt8], opcode: UInt8 = 2) -> [UInt8] {
        let length =
            switch payload.count {
            case ..<126: [0x80 | UInt8(payload.count)]
            case ..<65536: [0xFE, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
            default:
                [0xFF] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
            }
        return [0x80 | opcode] + length + [0, 0, 0, 0] + payload
    }

    func sendFrame(_ payload: [UInt8], opcode: UInt8 = 2) async throws {
        try await send(Self.frame(payload, opcode: opcode))
    }
}

/// A TCP server on this machine in the place of a Pod.
///
/// - Parameter serve: one connection, which ends when it returns.
func withPodServer<Result: Sendable>(
    _ serve: @escaping @Sendable (inout RawConnection) async throws -> Void,
    _ body: @Sendable (_ port: Int) async throws -> Result
) async throws -> Result {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelOption(.allowRemoteHalfClosure, value: true)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try RawConnection.Bytes(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: true))
            }
        }
    return try await listener.executeThenClose { connections in
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await channel in connections {
                    try? await channel.executeThenClose { incoming, outgoing in
                        var connection = RawConnection(incoming, outgoing)
                        try await serve(&connection)
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body(listener.channel.localAddress?.port ?? 0)
        }
    }
}
