import NIOHTTP1
import Testing

@testable import APIServer

/// What only the HTTP layer answers for.
@Suite("kubectl", .serialized, .enabled(if: !Kubectl.all.isEmpty))
struct KubectlTests {
    @Test(arguments: Kubectl.all) func getsPods(kubectl: Kubectl) async throws {
        try await withServer { server in
            let answer = try await kubectl.run(server, "get pods")
            #expect(answer.errors == "No resources found in default namespace.\n")
            #expect(answer.status == 0)
        }
    }

    @Test(arguments: Kubectl.all) func followsLogs(kubectl: Kubectl) async throws {
        try await withServer { server in
            _ = try await server.send(
                .POST, "/api/v1/namespaces/default/pods",
                body: #"""
                    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
                     "spec": {"containers": [{"name": "main"}]}}
                    """#)
            async let command = kubectl.run(server, "logs web --follow")
            #expect(try await TestServer.eventually { server.logs.openCount == 1 })
            server.logs.write("first\n")
            server.logs.write("second\n")
            server.logs.finish()
            let result = try await command
            #expect(result.output == "first\nsecond\n", "\(result.errors)")
            #expect(result.status == 0)
        }
    }

    @Test(arguments: Kubectl.all) func watchesPods(kubectl: Kubectl) async throws {
        try await withServer { server in
            async let command = kubectl.run(server, "get pods --watch --request-timeout=3s")
            #expect(try await TestServer.eventually { server.client.watcherCount == 1 })
            for name in ["a", "bc"] {
                _ = try await server.send(
                    .POST, "/api/v1/namespaces/default/pods",
                    body: #"{"kind":"Pod","metadata":{"name":"\#(name)"}}"#)
            }
            let lines = try await command.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines.first?.hasPrefix("NAME   READY   STATUS") == true)
            #expect(lines.last?.hasPrefix("bc ") == true)
        }
    }
}
