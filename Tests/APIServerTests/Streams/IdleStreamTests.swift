import AsyncHTTPClient
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import Testing

@testable import APIServer

private let pods = "/api/v1/namespaces/default/pods"

extension Alone {
    /// Connections that say nothing are closed, and streams that say nothing are not.
    @Suite(.serialized) struct IdleStreamTests {
        private typealias Raw = RawConnection

        private static let limit = Duration.milliseconds(300)

        private func contains(_ text: String) -> ([UInt8]) -> Bool {
            { $0.firstRange(of: Array(text.utf8)) != nil }
        }

        /// Returns when a connection that was opened now has been closed for saying nothing: whatever
        /// is older has had as long.
        private func outliveTheLimit(_ server: TestServer) async throws {
            for said in ["", "GET /version HTTP/1.1\r\nHost: x\r\n"] {
                try await Raw.open(server.socket) { client in
                    try await client.send(said)
                    #expect(try await client.readToEnd() == [])
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aCommandThatIsQuietGoesOn() async throws {
            try await withServer(idleTimeout: Self.limit) { server in
                try await Raw.open(server.socket) { client in
                    _ = try await client.webSocket(
                        pods + "/web/exec?stdin=true&stdout=true&command=cat", "v5.channel.k8s.io")
                    try await outliveTheLimit(server)
                    try await client.sendFrame([0] + Array("still here".utf8))
                    #expect(
                        contains("still here")(try await client.read(until: contains("still here")))
                    )
                }
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func aForwardedPortThatIsQuietGoesOn() async throws {
            try await withPodServer { pod in
                let said = try await pod.read { !$0.isEmpty }
                try await pod.send(said)
            } _: { port in
                try await withServer(idleTimeout: Self.limit) { server in
                    try await Raw.open(server.socket) { client in
                        _ = try await client.webSocket(
                            pods + "/web/portforward?ports=\(port)", "v4.channel.k8s.io")
                        try await outliveTheLimit(server)
                        try await client.sendFrame([0] + Array("still here".utf8))
                        #expect(
                            contains("still here")(
                                try await client.read(until: contains("still here"))))
                    }
                }
            }
        }

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [HTTPClient.Configuration.HTTPVersion.automatic, .http1Only])
        func watchesAndLogsThatAreQuietGoOn(
            version: HTTPClient.Configuration.HTTPVersion
        ) async throws {
            try await withServer(idleTimeout: Self.limit) { server in
                let http = try server.makeClient(version)
                do {
                    let watch = try await http.execute(
                        HTTPClientRequest(url: server.url + pods + "?watch=1"),
                        timeout: .seconds(50))
                    let log = try await http.execute(
                        HTTPClientRequest(url: server.url + pods + "/web/log?follow=true"),
                        timeout: .seconds(50))
                    try await outliveTheLimit(server)
                    _ = try await server.client.create(
                        .pods, namespace: "default",
                        object: ["kind": "Pod", "metadata": ["name": "late"]],
                        options: WriteOptions())
                    server.logs.write("late\n")
                    for body in [watch.body, log.body] {
                        var said: [UInt8] = []
                        for try await piece in body {
                            said += Array(piece.readableBytesView)
                            if contains("late")(said) { break }
                        }
                        #expect(contains("late")(said))
                    }
                } catch {
                    try await http.shutdown()
                    throw error
                }
                try await http.shutdown()
            }
        }
    }
}
