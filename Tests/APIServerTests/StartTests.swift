import AccessControl
import Foundation
import JSON
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Testing

@testable import APIServer

@Suite("Start and shutdown", .serialized)
struct StartTests {
    private func start(
        port: Int, socketPath: String, stateDirectory: String, host: String = "127.0.0.1"
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let configuration = APIServerConfiguration(
            host: host, port: port, socketPath: socketPath, stateDirectory: stateDirectory,
            version: "0.1.0")
        let client = InMemoryClient()
        let pki = try await configuration.makePKI(logger: logger)
        let server = APIServer(
            configuration: configuration, client: client, logs: FakeLogs(), images: FakeImages(),
            pki: pki,
            gatekeeper: try makeGatekeeper(
                directory: stateDirectory, client, logger: logger),
            status: { [:] }, logger: logger)
        try await server.run()
    }

    @Test func saysThatTheAddressIsInUse() async throws {
        try await withServer { server in
            let error = await #expect(throws: APIServerError.self) {
                try await start(
                    port: server.port, socketPath: server.directory + "/other.sock",
                    stateDirectory: server.directory)
            }
            #expect(error == .addressInUse("127.0.0.1:\(server.port)"))
            #expect(!FileManager.default.fileExists(atPath: server.directory + "/other.sock"))
            let answer = try await server.send(.GET, "/readyz")
            #expect(answer.text == "ok")
        }
    }

    @Test func saysThatTheSocketIsInUse() async throws {
        try await withServer { server in
            let error = await #expect(throws: APIServerError.self) {
                try await start(
                    port: 0, socketPath: server.socket, stateDirectory: server.directory)
            }
            #expect(error == .socketInUse(server.socket))
            #expect(FileManager.default.fileExists(atPath: server.socket))
        }
    }

    @Test func refusesWhatCannotBeListenedOn() async throws {
        try await withServer { server in
            let long = server.directory + "/" + String(repeating: "x", count: 100)
            await #expect(throws: APIServerError.socketPathTooLong(long)) {
                try await start(port: 0, socketPath: long, stateDirectory: server.directory)
            }
            await #expect(throws: APIServerError.addressNotAvailable("192.0.2.1:0")) {
                try await start(
                    port: 0, socketPath: server.directory + "/a.sock",
                    stateDirectory: server.directory, host: "192.0.2.1")
            }
        }
    }

    @Test func takesOverTheSocketOfADeadServer() async throws {
        try await withServer { server in
            let path = server.directory + "/dead.sock"
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let bound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            #expect(bound == 0)
            close(descriptor)
            let socket = UnixSocket(path: path)
            try socket.prepare()
            socket.remove()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func leavesNoSocketBehind() async throws {
        let directory = try await withServer { server in
            #expect(FileManager.default.fileExists(atPath: server.socket))
            return server.directory
        }
        #expect(!FileManager.default.fileExists(atPath: directory + "/swiftlet.sock"))
    }

    @Test func aMethodThatNobodyKnowsIsNotAllowed() async throws {
        let answers = try await withServer { server in
            let known = "GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n\r\n"
            let unknown = "BREW /api/v1/pods HTTP/1.1\r\nhost: x\r\n\r\n"
            return (
                try await Self.answer(to: [unknown], at: server.socket),
                try await Self.answer(to: [known, unknown], at: server.socket)
            )
        }
        for answer in [answers.0, answers.1] {
            #expect(answer.contains("HTTP/1.1 405 Method Not Allowed\r\n"))
            #expect(answer.contains(#""reason":"MethodNotAllowed""#))
        }
        #expect(answers.1.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }

    /// What comes back until the server closes the connection; each text is sent when there is an
    /// answer to the one before.
    private static func answer(to texts: [String], at socket: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var (answer, rest) = ("", texts[...])
            try await outbound.write(ByteBuffer(string: rest.removeFirst()))
            for try await part in inbound {
                answer += String(buffer: part)
                if answer.hasSuffix("ok"), let next = rest.popFirst() {
                    try await outbound.write(ByteBuffer(string: next))
                }
            }
            return answer
        }
    }

    /// A client that holds its connection and does nothing may not hold up the end.
    @Test func endsInSpiteOfSilentClients() async throws {
        let (end, silent) = try await withServer { server in
            let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port).get()
            _ = try await server.send(.GET, "/readyz")
            return (ContinuousClock.now, silent)
        }
        #expect(ContinuousClock.now - end < .seconds(3))
        try? await silent.close()
    }

    @Test func closesConnectionsThatNeverShakeHands() async throws {
        try await withServer(handshakeTimeout: .milliseconds(100)) { server in
            let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port).get()
            try await silent.closeFuture.get()
            // What has shaken hands stays.
            _ = try await server.send(.GET, "/readyz")
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await server.send(.GET, "/readyz").text == "ok")
        }
    }

    /// A certificate of another authority ends the handshake.
    @Test func turnsAwayForeignCertificates() async throws {
        try await withServer { server in
            let foreign = server.directory + "/foreign"
            _ = try PKI(
                directory: foreign, serverNames: [.dns("localhost")],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let answer = try await Command.run(
                "curl", "-sS", "--cacert", server.directory + "/pki/ca.crt", "--cert",
                foreign + "/admin.crt", "--key", foreign + "/admin.key", server.url + "/readyz")
            #expect(answer.status != 0)
            #expect(answer.output.isEmpty)
        }
    }
}
