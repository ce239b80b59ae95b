import JSON
import KubeconfigClient
import KubernetesAPI
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Synchronization
import Testing

/// exec and attach to the byte, against a server that is played.
@Suite(.timeLimit(.minutes(1))) struct RemoteCommandTests {
    private static let success = #"{"metadata":{},"status":"Success"}"#
    private static let exit7 =
        #"{"status":"Failure","message":"command terminated with non-zero exit code","#
        + #""reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}"#

    private let command = RemoteCommand(
        namespace: "lab", pod: "web", container: "main", command: ["sh", "-c", "a & b"],
        stdin: true)

    private final class Written: Sendable {
        let output = Mutex<[String]>([])
        var lines: [String] { output.withLock { $0 } }
    }

    /// - Parameter input: the pieces of standard input.
    private func run(
        _ command: RemoteCommand? = nil, subprotocol: String = "v5.channel.k8s.io",
        input: [String] = [], _ script: @escaping FakeWebSocketServer.Script
    ) async throws -> (code: Int32, output: [String]) {
        let written = Written()
        let code = Mutex<Int32>(-1)
        let pieces = Written()
        pieces.output.withLock { $0 = input }
        try await FakeWebSocketServer.run(subprotocol: subprotocol, script) { client in
            let streams = RemoteCommandStreams(
                input: {
                    pieces.output.withLock { $0.isEmpty ? nil : Array($0.removeFirst().utf8) }
                },
                output: { stream, bytes in
                    let text = "\(stream): \(String(decoding: bytes, as: UTF8.self))"
                    written.output.withLock { $0.append(text) }
                })
            let result = try await client.run(command ?? self.command, streams)
            code.withLock { $0 = result }
        }
        return (code.withLock { $0 }, written.lines)
    }

    /// The next `count` messages as hexadecimal bytes and text.
    private static func messages(_ peer: FakeWebSocketServer.Peer, _ count: Int) async throws
        -> [[UInt8]]
    {
        var messages: [[UInt8]] = []
        while let frame = try await peer.next() {
            #expect(frame.maskKey != nil)
            if frame.opcode == .binary {
                messages.append(Array(frame.unmaskedData.readableBytesView))
            }
            if messages.count == count { break }
        }
        return messages
    }

    @Test func requestSaysWhatIsWanted() async throws {
        _ = try await run { peer in
            #expect(
                peer.head.uri == "/api/v1/namespaces/lab/pods/web/exec?command=sh&command=-c"
                    + "&command=a%20%26%20b&container=main&stdin=true&stdout=true&stderr=true")
            #expect(
                peer.head.headers["Sec-WebSocket-Protocol"]
                    == ["v5.channel.k8s.io, v4.channel.k8s.io"])
            #expect(peer.head.method == .GET)
            try await peer.send(3, Self.success)
        }
        let attach = RemoteCommand(namespace: "lab", pod: "web", stdin: true, tty: true)
        _ = try await run(attach) { peer in
            #expect(
                peer.head.uri
                    == "/api/v1/namespaces/lab/pods/web/attach?stdin=true&stdout=true&tty=true")
            try await peer.send(3, Self.success)
        }
    }

    @Test func inputGoesOnChannelZeroAndItsEndIsTold() async throws {
        let ended = try await run(input: ["one", "two"]) { peer in
            let messages = try await Self.messages(peer, 3)
            #expect(messages == [[0] + Array("one".utf8), [0] + Array("two".utf8), [255, 0]])
            try await peer.send(3, Self.success)
        }
        #expect(ended.code == 0)
    }

    @Test func olderServersGetNoEndOfInput() async throws {
        let ended = try await run(subprotocol: "v4.channel.k8s.io", input: ["one"]) { peer in
            let messages = try await Self.messages(peer, 1)
            #expect(messages == [[0] + Array("one".utf8)])
            try await peer.send(1, "done")
            try await peer.send(3, Self.exit7)
        }
        #expect(ended.code == 7)
        #expect(ended.output == ["stdout: done"])
    }

    @Test func outputsAreKeptApartAndOpeningMessagesPassedOver() async throws {
        let ended = try await run { peer in
            for channel in UInt8(0)...4 { try await peer.send([channel]) }
            try await peer.send(1, "out")
            try await peer.send(2, "err")
            try await peer.send([9, 9, 9])
            // In two frames, with a ping between them.
            try await peer.send([1, 0x61], fin: false)
            try await peer.send([], opcode: .ping)
            try await peer.send([0x62], opcode: .continuation)
            try await peer.send(3, Self.exit7)
        }
        #expect(ended.code == 7)
        #expect(ended.output == ["stdout: out", "stderr: err", "stdout: ab"])
    }

    @Test func terminalSizesAreTold() async throws {
        let (sizes, source) = AsyncStream.makeStream(of: RemoteCommandStreams.TerminalSize.self)
        source.yield(.init(width: 80, height: 24))
        source.yield(.init(width: 120, height: 40))
        let server: FakeWebSocketServer.Script = { peer in
            let messages = try await Self.messages(peer, 2)
            #expect(messages.map(\.first) == [4, 4])
            let told = try messages.map { try JSONValue(parsing: Array($0.dropFirst())) }
            #expect(told == [["Width": 80, "Height": 24], ["Width": 120, "Height": 40]])
            try await peer.send(3, Self.success)
        }
        try await FakeWebSocketServer.run(subprotocol: "v5.channel.k8s.io", server) { client in
            let attach = RemoteCommand(namespace: "lab", pod: "web", tty: true)
            let streams = RemoteCommandStreams(sizes: sizes) { _, _ in }
            let code = try await client.run(attach, streams)
            #expect(code == 0)
        }
    }

    @Test(arguments: [
        (#"{"status":"Failure","message":"no such file"}"#, "no such file"),
        (
            #"{"status":"Failure","reason":"NonZeroExitCode","message":"odd"}"#, "odd"
        ),
        ("nonsense", "the server's report on the command cannot be read: nonsense"),
    ])
    func whyACommandDidNotRunIsTold(report: String, message: String) async throws {
        await #expect(throws: RemoteCommandError.failed(message)) {
            _ = try await run { try await $0.send(3, report) }
        }
    }

    @Test func anEndWithoutAReportIsAnError() async throws {
        await #expect(
            throws: RemoteCommandError.failed(
                "the server ended the connection before the command did")
        ) {
            _ = try await run { try await $0.send([0x03, 0xE8], opcode: .connectionClose) }
        }
        let error = await #expect(throws: ConnectionError.self) {
            _ = try await run { _ in throw CancellationError() }
        }
        #expect(error?.cause == .interrupted)
    }

    @Test func otherProtocolsAreRefused() async throws {
        await #expect(throws: RemoteCommandError.unknownProtocol("channel.k8s.io")) {
            _ = try await run(subprotocol: "channel.k8s.io") { _ in }
        }
    }

    @Test func aRefusalIsTheServersOwn() async throws {
        let status =
            #"{"kind":"Status","code":404,"reason":"NotFound","message":"pods \"web\" not found"}"#
        let server = FakeServer { _ in .status(404, body: status) }
        defer { server.stop() }
        await #expect(throws: APIError.notFound(.pods, name: "web").withoutDetails) {
            try await KubeconfigClient.connected(
                to: ServerAddress(endpoint: .unixSocket(path: server.path))
            ) { client in
                _ = try await client.run(self.command, RemoteCommandStreams { _, _ in })
            }
        }
        let nothing = await #expect(throws: ConnectionError.self) {
            try await KubeconfigClient.connected(
                to: ServerAddress(endpoint: .unixSocket(path: "/tmp/no-such-socket"))
            ) { client in
                _ = try await client.run(self.command, RemoteCommandStreams { _, _ in })
            }
        }
        #expect(nothing?.cause == .refused)
    }

    @Test func portsHaveTwoChannelsThatBeginWithTheirNumber() async throws {
        let server: FakeWebSocketServer.Script = { peer in
            #expect(peer.head.uri == "/api/v1/namespaces/lab/pods/web/portforward?ports=8080")
            try await peer.send([0, 0x90, 0x1F])
            try await peer.send([1, 0x90])
            try await peer.send([1, 0x1F])
            let messages = try await Self.messages(peer, 1)
            #expect(messages == [[0, 0x68, 0x69]])
            try await peer.send([0, 0x68, 0x6F])
            try await peer.send([1] + Array("connection refused".utf8))
        }
        try await FakeWebSocketServer.run(subprotocol: "v4.channel.k8s.io", server) { client in
            try await client.withPort(8080, namespace: "lab", pod: "web") { connection in
                try await connection.send(Array("hi".utf8))
                let answer = try await connection.receive()
                #expect(answer == Array("ho".utf8))
                await #expect(throws: RemoteCommandError.failed("connection refused")) {
                    _ = try await connection.receive()
                }
            }
        }
    }

    @Test func eachSideOfAPortEndsByItselfWhereTheServerCanTell() async throws {
        let server: FakeWebSocketServer.Script = { peer in
            #expect(
                peer.head.headers.first(name: "Sec-WebSocket-Protocol")
                    == "v1.portforward.swiftlet.io, v4.channel.k8s.io")
            try await peer.send([0, 0x90, 0x1F])
            try await peer.send([1, 0x90, 0x1F])
            try await peer.send([0, 0x68])
            try await peer.send([255, 1])
            try await peer.send([255, 0])
            let messages = try await Self.messages(peer, 2)
            #expect(messages == [[0, 0x69], [255, 0]])
        }
        try await FakeWebSocketServer.run(subprotocol: "v1.portforward.swiftlet.io", server) {
            client in
            try await client.withPort(8080, namespace: "lab", pod: "web") { connection in
                #expect(connection.canEndHalf)
                #expect(try await connection.receive() == [0x68])
                #expect(try await connection.receive() == nil)
                try await connection.send([0x69])
                try await connection.finish()
            }
        }
    }
}

extension APIError {
    fileprivate var withoutDetails: APIError {
        APIError(code: code, reason: reason, message: message)
    }
}
