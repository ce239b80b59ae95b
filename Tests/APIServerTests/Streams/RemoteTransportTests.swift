import HTTPTypes
import JSON
import KubernetesClient
import NIOCore
import Testing

@testable import APIServer

@Suite struct RemoteTransportTests {
    @Test func howAProcessEndedIsToldInKubernetesWords() throws {
        #expect(
            RemoteOutcome.exited(0, command: ["true"]).status
                == ["metadata": [:], "status": "Success"])
        let failed = RemoteOutcome.exited(3, command: ["sh", "-c", "exit 3"]).status
        #expect(failed["reason"] == "NonZeroExitCode")
        #expect(
            failed["message"]
                == "command terminated with non-zero exit code: error executing command [sh -c exit 3], exit code 3"
        )
        #expect(
            failed.value(at: "details", "causes")
                == [["reason": "ExitCode", "message": "3"]])
        let broken = RemoteOutcome.failed("no").status
        #expect(broken["message"] == "Internal error occurred: no" && broken["code"] == 500)
        #expect(RemoteOutcome.exited(0, command: []).bytes(asStatus: false).readableBytes == 0)
    }

    @Test func sizesComeInAnyPieces() {
        var messages = ResizeMessages()
        #expect(messages.append(ByteBuffer(string: "{\"Width\":80,\"Hei")).isEmpty)
        let sizes = messages.append(
            ByteBuffer(string: "ght\":25}\n{\"Width\":1}{\"Width\":100,\"Height\":50}"))
        #expect(sizes.map(\.columns) == [80, 100] && sizes.map(\.rows) == [25, 50])
        // Something that never ends takes no memory.
        #expect(messages.append(ByteBuffer(repeating: 65, count: 5000)).isEmpty)
        #expect(messages.append(ByteBuffer(string: "}{\"Width\":7,\"Height\":8}")).count == 1)
    }

    private func headers(_ pairs: [(String, String)]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in pairs { fields.append(HTTPField(name: .init(name)!, value: value)) }
        return fields
    }

    @Test func offersAreRead() throws {
        let webSocket = headers([
            ("Connection", "keep-alive, Upgrade"), ("Upgrade", "WebSocket"),
            ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Sec-WebSocket-Protocol", "v5.channel.k8s.io, v4.channel.k8s.io"),
        ])
        let offer = try #require(try UpgradeOffer(method: .get, headers: webSocket))
        #expect(
            try offer.agree(on: ["v4.channel.k8s.io", "v5.channel.k8s.io"]) == "v5.channel.k8s.io")
        #expect(throws: StreamRefusal.self) { try offer.agree(on: ["other"]) }
        #expect(throws: StreamRefusal.self) { try UpgradeOffer(method: .post, headers: webSocket) }

        let spdy = headers([
            ("Connection", "Upgrade"), ("Upgrade", "SPDY/3.1"),
            ("X-Stream-Protocol-Version", "v4.channel.k8s.io"),
            ("X-Stream-Protocol-Version", "v3.channel.k8s.io"),
        ])
        #expect(
            try UpgradeOffer(method: .post, headers: spdy)
                == .spdy(versions: ["v4.channel.k8s.io", "v3.channel.k8s.io"]))
        #expect(try UpgradeOffer(method: .get, headers: headers([("Upgrade", "h2c")])) == nil)
        for broken in [("Sec-WebSocket-Version", "8"), ("Sec-WebSocket-Key", "short")] {
            var wrong = webSocket
            wrong[HTTPField.Name(broken.0)!] = broken.1
            #expect(throws: StreamRefusal.self) { try UpgradeOffer(method: .get, headers: wrong) }
        }
    }
}
