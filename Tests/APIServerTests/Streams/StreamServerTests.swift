import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import Testing

@testable import APIServer

private let path = "/api/v1/namespaces/default/pods/web"
private let exec = path + "/exec?stdin=true&stdout=true&command=cat"

/// Clients of streams that keep the rules or not, down to the bytes.
@Suite("Streams of a server", .serialized)
struct StreamServerTests {
    private typealias Raw = RawConnection

    private func contains(_ text: String) -> ([UInt8]) -> Bool {
        { $0.firstRange(of: Array(text.utf8)) != nil }
    }

    private func ends(_ streams: FakeStreams) async throws -> Bool {
        try await TestServer.eventually { streams.running == 0 }
    }

    /// The code that a WebSocket is closed with, where that is the last that came.
    private func closeCode(_ bytes: [UInt8]) -> UInt16? {
        guard let start = bytes.lastIndex(of: 0x88), bytes.count >= start + 4 else { return nil }
        return UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3])
    }

    @Test(.timeLimit(.minutes(1)))
    func inputThatEndsByHalfIsAnsweredInFull() async throws {
        try await withServer { server in
            let said = try await Raw.open(server.socket) { client in
                let head = try await client.webSocket(exec, "v5.channel.k8s.io")
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                try await client.sendFrame([0] + Array("to the end".utf8))
                try await client.sendFrame([255, 0])
                return try await client.readToEnd()
            }
            #expect(contains("to the end")(said) && contains("\"message\":\"7\"")(said))
            #expect(try await ends(server.streams))
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["base64.channel.k8s.io", "v4.base64.channel.k8s.io"])
    func browsersSpeakBase64(subprotocol: String) async throws {
        try await withServer { server in
            try await Raw.open(server.socket) { client in
                _ = try await client.webSocket(exec, subprotocol)
                try await client.sendFrame(Array("0aGVsbG8=".utf8), opcode: 1)
                _ = try await client.read(until: contains("1aGVsbG8="))
                // What is no base64 is refused in the protocol's words.
                try await client.sendFrame(Array("0!".utf8), opcode: 1)
                #expect(closeCode(try await client.readToEnd()) == 1007)
            }
            #expect(try await ends(server.streams))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aMessageInBase64HasALongestLength() async throws {
        try await withServer { server in
            try await Raw.open(server.socket) { client in
                _ = try await client.webSocket(exec, "v4.base64.channel.k8s.io")
                // In two frames, so that none is too long by itself.
                let half = [UInt8](repeating: 65, count: WebSocketChannels.maximumTextSize)
                var first = Raw.frame(half, opcode: 1)
                first[0] = 1
                try await client.send(first)
                try? await client.sendFrame(half, opcode: 0)
                #expect(closeCode(try await client.readToEnd()) == 1009)
            }
            #expect(try await ends(server.streams))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func unknownProtocolsAreNamedInTheRefusal() async throws {
        try await withServer { server in
            for (path, method, headers) in [
                (exec, "GET", Raw.webSocketHeaders("v9.channel.k8s.io")),
                (path + "/portforward?ports=80", "GET", Raw.webSocketHeaders("v9.channel.k8s.io")),
                (
                    path + "/portforward", "POST",
                    [
                        "Connection: Upgrade", "Upgrade: SPDY/3.1",
                        "X-Stream-Protocol-Version: v9.channel.k8s.io",
                    ]
                ),
            ] {
                try await Raw.open(server.socket) { client in
                    let head = try await client.ask(method, path, headers)
                    #expect(head.hasPrefix("HTTP/1.1 403 "))
                    let text = "client supports [v9.channel.k8s.io], server accepts ["
                    #expect(contains(text)(try await client.read(until: contains(text))))
                }
            }
        }
    }

    /// One byte after the other, and then without the rest, at each place where that is.
    @Test(.timeLimit(.minutes(1)))
    func conversationsMayComeInAnyPiecesAndEndAnywhere() async throws {
        let head =
            (["GET \(exec) HTTP/1.1", "Host: x"] + Raw.webSocketHeaders("v5.channel.k8s.io"))
            .joined(separator: "\r\n") + "\r\n\r\n"
        let frames = Raw.frame([0] + Array("abc".utf8)) + Raw.frame([255, 0])
        try await withServer { server in
            try await Raw.open(server.socket) { client in
                try await client.send(head)
                _ = try await client.read(until: contains("\r\n\r\n"))
                for byte in frames { try await client.send([byte]) }
                #expect(contains("\"message\":\"7\"")(try await client.readToEnd()))
            }
            for cut in stride(from: 0, to: head.utf8.count, by: 29) {
                try await Raw.open(server.socket) {
                    try await $0.send(Array(head.utf8.prefix(cut)))
                }
            }
            for cut in 0..<frames.count {
                try await Raw.open(server.socket) { client in
                    try await client.send(head)
                    _ = try await client.read(until: contains("\r\n\r\n"))
                    try await client.send(Array(frames.prefix(cut)))
                }
            }
            #expect(try await ends(server.streams))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func clientsOverSPDYMayLeaveAnywhere() async throws {
        let head = [
            "Connection: Upgrade", "Upgrade: SPDY/3.1",
            "X-Stream-Protocol-Version: v4.channel.k8s.io",
        ]
        let writer = try SPDYFrameWriter()
        var frames = ByteBuffer()
        for (index, name) in ["error", "stdin", "stdout"].enumerated() {
            let headers = [SPDYHeader("streamtype", name)]
            frames.writeImmutableBuffer(
                try writer.open(stream: UInt32(2 * index + 1), headers: headers))
        }
        frames.writeImmutableBuffer(SPDYFrameWriter.dataHeader(stream: 3, count: 3))
        frames.writeString("abc")
        frames.writeImmutableBuffer(
            SPDYFrameWriter.dataHeader(stream: 3, count: 0, isLast: true))
        let bytes = Array(frames.readableBytesView)
        try await withServer { server in
            for cut in 0..<bytes.count {
                try await Raw.open(server.socket) { client in
                    _ = try await client.ask("POST", exec, head)
                    try await client.send(Array(bytes.prefix(cut)))
                }
            }
            #expect(try await ends(server.streams))
            // And all of it, byte by byte.
            try await Raw.open(server.socket) { client in
                _ = try await client.ask("POST", exec, head)
                for byte in bytes { try await client.send([byte]) }
                let said = try await client.read(until: contains("\"message\":\"7\""))
                var reader = try SPDYFrameReader()
                reader.append(ByteBuffer(bytes: said))
                var output = ""
                while let frame = try reader.next() {
                    if case .data(5, let bytes, _) = frame { output += String(buffer: bytes) }
                }
                #expect(output == "abc" && contains("\"message\":\"7\"")(said))
            }
            #expect(try await ends(server.streams))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aStreamThatCarriesNothingEnds() async throws {
        try await withServer(streamIdleTimeout: .milliseconds(200)) { server in
            try await Raw.open(server.socket) { client in
                _ = try await client.webSocket(exec, "v5.channel.k8s.io")
                #expect(closeCode(try await client.readToEnd()) == 1001)
            }
            try await Raw.open(server.socket) { client in
                _ = try await client.ask(
                    "POST", path + "/portforward",
                    [
                        "Connection: Upgrade", "Upgrade: SPDY/3.1",
                        "X-Stream-Protocol-Version: portforward.k8s.io",
                    ])
                let said = try await client.read { $0.count >= 16 }
                #expect(said.starts(with: [0x80, 3, 0, 7]))
            }
            #expect(try await ends(server.streams))
        }
    }

    /// The official Python client offers the versions of exec for ports as well, and knows of no end
    /// of a channel there.
    @Test(.timeLimit(.minutes(1)))
    func onlyWhoAsksForItIsToldOfEndsByHalf() async throws {
        try await withPodServer { pod in
            try await pod.send("all of it")
        } _: { port in
            try await withServer { server in
                try await Raw.open(server.socket) { client in
                    let head = try await client.webSocket(
                        path + "/portforward?ports=\(port)", "v5.channel.k8s.io,v4.channel.k8s.io")
                    #expect(head.contains("Sec-WebSocket-Protocol: v4.channel.k8s.io"))
                    let said = try await client.readToEnd()
                    #expect(contains("all of it")(said) && closeCode(said) == 1000)
                    #expect(said.firstRange(of: [0x82, 2, 255]) == nil)
                }
            }
        }
    }

    /// The Pod answers what it has read to the end, and the client what it has been answered.
    @Test(.timeLimit(.minutes(1)))
    func eachSideOfAForwardedPortEndsByItself() async throws {
        try await withPodServer { pod in
            let count = try await pod.readToEnd().count
            try await pod.send("\(count) bytes")
        } _: { port in
            try await withServer { server in
                try await Raw.open(server.socket) { client in
                    let head = try await client.webSocket(
                        path + "/portforward?ports=\(port)", "v1.portforward.swiftlet.io")
                    #expect(head.contains("Sec-WebSocket-Protocol: v1.portforward.swiftlet.io"))
                    try await client.sendFrame([0] + [UInt8](repeating: 1, count: 1000))
                    try await client.sendFrame([255, 0])
                    let said = try await client.readToEnd()
                    let answer = [0x82, 11, 0] + Array("1000 bytes".utf8)
                    let range = try #require(said.firstRange(of: answer))
                    // The end of the Pod's side, and of the connection, for which there is nothing left.
                    #expect(said[range.upperBound...].starts(with: [0x82, 2, 255, 0, 0x88]))
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatThePodHasEndedTheClientMayStillSendTo() async throws {
        try await withPodServer { pod in
            try await pod.send("hello")
            pod.finish()
            let said = try await pod.readToEnd()
            #expect(said == Array("late".utf8))
        } _: { port in
            try await withServer { server in
                try await Raw.open(server.socket) { client in
                    _ = try await client.webSocket(
                        path + "/portforward?ports=\(port)", "v1.portforward.swiftlet.io")
                    _ = try await client.read { $0.firstRange(of: [0x82, 2, 255, 0]) != nil }
                    try await client.sendFrame([0] + Array("late".utf8))
                    try await client.sendFrame([255, 0])
                    #expect(closeCode(try await client.readToEnd()) == 1000)
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func portsInBase64AndPortsThatAreClosed() async throws {
        try await withPodServer { pod in
            _ = try await pod.read { $0.count >= 5 }
            try await pod.send("hello")
        } _: { port in
            try await withServer { server in
                try await Raw.open(server.socket) { client in
                    _ = try await client.webSocket(
                        path + "/portforward?ports=\(port)&ports=1", "v4.base64.channel.k8s.io")
                    try await client.sendFrame(Array("0aGVsbG8=".utf8), opcode: 1)
                    let said = try await client.readToEnd()
                    #expect(contains("0aGVsbG8=")(said))
                    // "error forwarding port 1", on the error channel of the second port
                    #expect(contains("3ZXJyb3IgZm9yd2FyZGluZyBwb3J0IDEg")(said))
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aWebSocketOfThePodIsReachedByItsProxy() async throws {
        try await withPodServer { pod in
            let head = String(
                decoding: try await pod.read(until: contains("\r\n\r\n")), as: UTF8.self)
            #expect(head.hasPrefix("GET /socket?x=1 HTTP/1.1\r\n"))
            #expect(head.contains("Upgrade: websocket\r\n"))
            #expect(head.contains("Sec-WebSocket-Protocol: chat\r\n"))
            #expect(!head.lowercased().contains("authorization"))
            try await pod.send(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\n\r\n")
            let frame = try await pod.read { $0.count >= 8 }
            try await pod.send([0x82, 2] + frame.suffix(2))
        } _: { port in
            try await withServer { server in
                try await addPod(to: server)
                try await Raw.open(server.socket) { client in
                    let head = try await client.ask(
                        "GET", path + ":\(port)/proxy/socket?x=1",
                        Raw.webSocketHeaders("chat") + ["Authorization: Bearer nobody's"])
                    #expect(head.hasPrefix("HTTP/1.1 101 "), "\(head)")
                    try await client.sendFrame(Array("hi".utf8))
                    let answer = try await client.read { $0.count >= 4 }
                    #expect(answer == [0x82, 2] + Array("hi".utf8))
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aPodThatRefusesAnUpgradeAndOneThatIsNotThere() async throws {
        try await withPodServer { pod in
            _ = try await pod.read(until: contains("\r\n\r\n"))
            try await pod.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        } _: { port in
            try await withServer { server in
                try await addPod(to: server)
                for (port, status) in [(port, "404"), (1, "503")] {
                    let said = try await Raw.open(server.socket) { client in
                        let head = try await client.ask(
                            "GET", path + ":\(port)/proxy/", Raw.webSocketHeaders("chat"))
                        _ = try await client.readToEnd()
                        return head
                    }
                    #expect(said.hasPrefix("HTTP/1.1 \(status) "), "\(said)")
                }
            }
        }
    }

    /// A Pod whose address is this machine's.
    private func addPod(to server: TestServer) async throws {
        _ = try await server.client.create(
            .pods, namespace: "default",
            object: [
                "kind": "Pod", "apiVersion": "v1",
                "metadata": ["name": "web", "namespace": "default"],
                "status": ["podIP": "127.0.0.1"],
            ], options: WriteOptions())
    }
}
