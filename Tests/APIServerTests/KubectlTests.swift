import Foundation
import Testing

@testable import APIServer

/// Every kubectl on this machine: Debian's or the distributor's, and those that the environment
/// variable `SWIFTLET_TEST_KUBECTL` names (colon-separated paths).
private let kubectls: [String] = {
    let named = ProcessInfo.processInfo.environment["SWIFTLET_TEST_KUBECTL"] ?? ""
    return (["/usr/bin/kubectl"] + named.split(separator: ":").map(String.init))
        .filter { FileManager.default.isExecutableFile(atPath: $0) }
}()

private let pod = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
    spec:
      containers:
      - name: main
        image: busybox
    """

@Suite("kubectl", .serialized, .enabled(if: !kubectls.isEmpty))
struct KubectlTests {
    @Test(arguments: kubectls) func getsPods(kubectl: String) async throws {
        try await withServer { server in
            let answer = try await Command.run(
                kubectl, "--kubeconfig", server.kubeconfig, "get", "pods")
            #expect(answer.errors == "No resources found in default namespace.\n")
            #expect(answer.status == 0)
        }
    }

    @Test(arguments: kubectls) func appliesAndShowsAndDeletes(kubectl: String) async throws {
        try await withServer { server in
            func run(_ arguments: String, input: String? = nil) async throws -> Command {
                try await Command.run(
                    "sh", "-c", "exec \(kubectl) --kubeconfig \(server.kubeconfig) \(arguments)",
                    input: input)
            }
            let created = try await run("apply -f -", input: pod)
            #expect(created.output == "pod/web created\n", "\(created.errors)")
            let again = try await run("apply -f -", input: pod)
            #expect(again.output == "pod/web unchanged\n", "\(again.errors)")
            let changed = try await run(
                "apply -f -", input: pod.replacing("busybox", with: "busybox:1.36"))
            #expect(changed.output == "pod/web configured\n", "\(changed.errors)")
            let name = try await run("get pods -o name")
            #expect(name.output == "pod/web\n", "\(name.errors)")
            let table = try await run("get pods")
            #expect(table.output.hasPrefix("NAME "), "\(table.errors)")
            let yaml = try await run("get pod web -o yaml")
            #expect(yaml.output.contains("image: busybox:1.36"), "\(yaml.errors)")
            let logs = try await run("logs web")
            #expect(logs.output == "one\ntwo\n", "\(logs.errors)")
            let deleted = try await run("delete pod web")
            #expect(deleted.output.hasPrefix("pod \"web\" deleted"), "\(deleted.errors)")
            let missing = try await run("get pod web")
            #expect(missing.status == 1)
            #expect(
                missing.errors == "Error from server (NotFound): pods \"web\" not found\n")
        }
    }

    @Test(arguments: kubectls) func makesANamespace(kubectl: String) async throws {
        try await withServer { server in
            let answer = try await Command.run(
                kubectl, "--kubeconfig", server.kubeconfig, "create", "namespace", "lab")
            #expect(answer.output == "namespace/lab created\n", "\(answer.errors)")
        }
    }

    @Test(arguments: kubectls) func namesTheVersion(kubectl: String) async throws {
        try await withServer { server in
            let answer = try await Command.run(
                kubectl, "--kubeconfig", server.kubeconfig, "version", "-o", "json")
            #expect(answer.output.contains("\"gitVersion\": \"v1.37.0+swiftlet-0.1.0\""))
        }
    }
}
