import KubernetesAPI
import NIOHPACK
import NIOHTTP1
import Testing

@testable import Kubelet

/// Probes over real sockets.
@Suite struct HealthCheckerTests {
    private let checker = ContainerHealthChecker(commands: FakeCommands())

    private func get(
        _ port: Int, seconds: Int32 = 20, _ change: (inout HTTPGetAction) -> Void = { _ in }
    ) async throws -> ProbeOutcome {
        let probe = Probe.with {
            $0.httpGet = .with {
                $0.port = .int(Int32(port))
                $0.path = "/health"
                change(&$0)
            }
            $0.timeoutSeconds = seconds
        }
        return await checker.outcome(
            of: try HealthCheck(probe, of: .named("web"), containerID: "id", address: "127.0.0.1"))
    }

    @Test("the status of an answer decides")
    func statuses() async throws {
        let server = try CannedServer([
            "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nold",
            "HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno",
            "HTTP/1.1 304 Not Modified\r\n\r\n",
        ])
        defer { server.stop() }
        #expect(try await get(server.port) == .success)
        #expect(try await get(server.port) == .success)
        #expect(
            try await get(server.port) == .failure("HTTP probe failed with statuscode: 500"))
        #expect(
            try await get(server.port) == .warning("Probe terminated redirects, Response body: "))
        let lines = server.requests[0].split(separator: "\r\n")
        #expect(
            lines == [
                "GET /health HTTP/1.1", "Host: 127.0.0.1:\(server.port)",
                "User-Agent: kube-probe/1.37", "Accept: */*", "Connection: close",
            ])
    }

    @Test("redirections are followed to the same host, and not to another")
    func redirections() async throws {
        let server = try CannedServer([
            "HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 4\r\n\r\naway",
            "HTTP/1.1 302 Found\r\nLocation: //192.0.2.1/\r\nContent-Length: 4\r\n\r\naway",
            "HTTP/1.1 300 Choices\r\nLocation: /next\r\nContent-Length: 4\r\n\r\nmany",
            "HTTP/1.1 308 Moved\r\nLocation: ?full=1\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        ])
        defer { server.stop() }
        let followed = try await get(server.port)
        #expect(followed == .success)
        #expect(server.requests.map { $0.prefix { $0 != "H" } } == ["GET /health ", "GET /next "])
        #expect(
            try await get(server.port)
                == .warning("Probe terminated redirects, Response body: away"))
        #expect(
            try await get(server.port)
                == .warning("Probe terminated redirects, Response body: away"))
        #expect(
            try await get(server.port)
                == .warning("Probe terminated redirects, Response body: many"))
        #expect(try await get(server.port) == .success)
        #expect(server.requests.last?.hasPrefix("GET /health?full=1 ") == true)
    }

    @Test("a container cannot send the kubelet to a port that there is not")
    func redirectionToNoPort() async throws {
        let server = try CannedServer([
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:99999/\r\nContent-Length: 0\r\n\r\n"
        ])
        defer { server.stop() }
        #expect(
            try await get(server.port)
                == .failure(
                    "Get \"http://127.0.0.1:99999/\": dial tcp: address 99999: invalid port"))
    }

    @Test("what goes wrong on the way, in Go's words")
    func failures() async throws {
        let server = try CannedServer(["", nil, "nonsense\r\n\r\n"])
        let url = "Get \"http://127.0.0.1:\(server.port)/health\": "
        #expect(try await get(server.port) == .failure(url + "EOF"))
        #expect(
            try await get(server.port, seconds: 1)
                == .failure(
                    url
                        + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
                ))
        guard case .failure(let text) = try await get(server.port) else {
            Issue.record("no HTTP is no answer")
            return
        }
        #expect(text.contains("malformed HTTP response"))
        server.stop()
        #expect(
            try await get(1)
                == .failure(
                    "Get \"http://127.0.0.1:1/health\": dial tcp 127.0.0.1:1: connect: connection refused"
                ))
    }

    @Test("a server without TLS that is asked over TLS")
    func plainServer() async throws {
        let server = try CannedServer(["HTTP/1.1 400 Bad Request\r\n\r\n"])
        defer { server.stop() }
        #expect(
            try await get(server.port) { $0.scheme = "HTTPS" }
                == .failure(
                    "Get \"https://127.0.0.1:\(server.port)/health\": http: server gave HTTP response to HTTPS client"
                ))
    }

    @Test("a server that speaks HTTP/2 alone")
    func secondVersion() async throws {
        for (status, outcome) in [
            (HTTPResponseStatus.ok, ProbeOutcome.success),
            (.serviceUnavailable, .failure("HTTP probe failed with statuscode: 503")),
        ] {
            let server = try await SecureServer(status: status)
            #expect(try await get(server.port) { $0.scheme = "HTTPS" } == outcome)
            let request = try #require(server.requests.first)
            #expect(request.uri == "/health")
            #expect(request.headers.first(name: "user-agent") == "kube-probe/1.37")
            #expect(request.headers.first(name: "host") == "127.0.0.1:\(server.port)")
            #expect(request.headers.first(name: "connection") == nil)
            try await server.stop()
        }
    }

    @Test("a header that would end the request is not sent")
    func headerInjection() async throws {
        let server = try CannedServer(["HTTP/1.1 200 OK\r\n\r\n"])
        defer { server.stop() }
        let outcome = try await get(server.port, seconds: 2) {
            $0.httpHeaders = [
                .with {
                    $0.name = "X"
                    $0.value = "a\r\nEvil: 1"
                }
            ]
        }
        guard case .failure = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!server.requests.contains { $0.contains("Evil") })
    }

    @Test("a port somebody listens on, and one where nobody does")
    func tcp() async throws {
        let server = try CannedServer([nil])
        defer { server.stop() }
        func check(_ port: Int) async -> ProbeOutcome {
            var check = HealthCheck(
                action: .tcp(host: "127.0.0.1", port: port), timeout: 5)
            check.timeout = 5
            return await checker.outcome(of: check)
        }
        #expect(await check(server.port) == .success)
        #expect(
            await check(1) == .failure("dial tcp 127.0.0.1:1: connect: connection refused"))
    }

    @Test("commands: their exit code and their output")
    func commands() async throws {
        let commands = FakeCommands()
        commands.answer("no", CommandResult(exitCode: 2, output: Array("cat: nothing\n".utf8)))
        let checker = ContainerHealthChecker(commands: commands)
        func check(_ word: String) async -> ProbeOutcome {
            await checker.outcome(
                of: HealthCheck(action: .exec(containerID: "id", command: [word]), timeout: 1))
        }
        #expect(await check("yes") == .success)
        #expect(await check("no") == .failure("cat: nothing\n"))
    }

    @Test("gRPC's health protocol")
    func grpc() async throws {
        let server = try await HealthServer { request in
            switch request.count {
            case 5: ([0, 0, 0, 0, 2, 8, 1], ["grpc-status": "0"])
            case 8: ([0, 0, 0, 0, 2, 8, 2], ["grpc-status": "0"])
            case 9: ([], ["grpc-status": "5", "grpc-message": "unknown service"])
            case 10: ([], ["grpc-status": "12", "grpc-message": "unknown"])
            default: nil
            }
        }
        func check(_ service: String, port: Int? = nil, seconds: Int64 = 20) async -> ProbeOutcome {
            await checker.outcome(
                of: HealthCheck(
                    action: .grpc(host: "127.0.0.1", port: port ?? server.port, service: service),
                    timeout: seconds))
        }
        #expect(await check("") == .success)
        #expect(
            await check("a") == .failure("service unhealthy (responded with \"NOT_SERVING\")"))
        #expect(
            await check("ab")
                == .failure(
                    "error: health rpc probe failed: rpc error: code = NotFound desc = unknown service"
                ))
        #expect(
            await check("abc")
                == .failure(
                    "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown"
                ))
        #expect(
            await check("abcd", seconds: 1)
                == .failure("timeout: health rpc did not complete within 1s"))
        #expect(
            await check("", port: 1, seconds: 1)
                == .failure(
                    "timeout: failed to connect service \"127.0.0.1:1\" within 1s: context deadline exceeded"
                ))
        try await server.stop()
        // Neither a server that says nothing nor one that speaks something else is a connection.
        for answer in [nil, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"] {
            let other = try CannedServer([answer])
            #expect(
                await check("", port: other.port, seconds: 1)
                    == .failure(
                        "timeout: failed to connect service \"127.0.0.1:\(other.port)\" within 1s: context deadline exceeded"
                    ))
            other.stop()
        }
    }

    @Test("a gRPC server that comes in time")
    func lateServer() async throws {
        let server = try await HealthServer(isOpen: false) { _ in
            ([0, 0, 0, 0, 2, 8, 1], ["grpc-status": "0"])
        }
        let call = HealthCheck(
            action: .grpc(host: "127.0.0.1", port: server.port, service: ""), timeout: 60)
        async let outcome = checker.outcome(of: call)
        while server.refused == 0 { await Task.yield() }
        server.open()
        #expect(await outcome == .success)
        try await server.stop()
    }
}
