import Foundation
import JSON
import Testing

/// Pods that speak to the API server, and the tokens that they show it.
@Suite struct ServiceAccountTests {
    /// With the token and the addresses that the container has, in its network.
    @Test func aPodSpeaksToTheAPIServer() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: reader}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader}
            rules: [{apiGroups: [""], resources: [pods], verbs: [list]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reader}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
            subjects: [{kind: ServiceAccount, name: reader, namespace: default}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: client}
            spec:
              serviceAccountName: reader
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "env; cat /etc/hosts; sleep 1000"]
            """)
        let pod = try await daemon.running("client")
        let id = try #require(pod.containerID("main"))
        let process = try #require(try daemon.processID(of: id))
        let secrets = "/var/run/secrets/kubernetes.io/serviceaccount"
        #expect(try daemon.read("\(secrets)/namespace", in: id) == "default")
        let token = try #require(try daemon.read("\(secrets)/token", in: id))
        let log = try await eventually("it has printed") { () -> String? in
            let log = try await daemon.kubectl("logs", "client").output
            return log.contains("kubernetes.default.svc") ? log : nil
        }
        func variable(_ name: String) -> String {
            log.split(separator: "\n").first { $0.hasPrefix(name + "=") }
                .map { String($0.dropFirst(name.count + 1)) } ?? ""
        }
        let host = variable("KUBERNETES_SERVICE_HOST")
        let port = variable("KUBERNETES_SERVICE_PORT")
        #expect(log.contains("\(host)\tkubernetes.default.svc.cluster.local"), "\(log)")
        func get(_ path: String, token: String) async throws -> (code: String, body: String) {
            let result = try await Command.run(
                "nsenter", "-t", String(process), "-n", "curl", "-sS", "--max-time", "10",
                "--cacert", "/proc/\(process)/root\(secrets)/ca.crt", "-w", "\n%{http_code}",
                "-H", "Authorization: Bearer \(token)",
                "--resolve", "kubernetes.default.svc:\(port):\(host)",
                "https://kubernetes.default.svc:\(port)\(path)", timeout: 60)
            let lines = (result.output + result.error).split(separator: "\n")
            return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
        }
        let list = try await get("/api/v1/namespaces/default/pods", token: token)
        #expect(list.code == "200", "\(list)")
        #expect(list.body.contains("\"name\": \"client\""), "\(list.body.prefix(1000))")
        #expect(try await get("/api/v1/namespaces/default/secrets", token: token).code == "403")
        #expect(try await get("/api/v1/pods", token: token).code == "403")
        #expect(try await get("/api/v1/namespaces/default/pods", token: "x").code == "401")

        // Its token ends with it; another Pod's network leads to the same server.
        try await daemon.apply(Manifests.pod("other", script: "sleep 1000"))
        let other = try await daemon.running("other")
        let otherProcess = try #require(try daemon.processID(of: other.containerID("main") ?? ""))
        _ = try await daemon.kubectl("delete", "pod", "client")
        let late = try await Command.run(
            "nsenter", "-t", String(otherProcess), "-n", "curl", "-sS", "-k", "-o", "/dev/null",
            "-w", "%{http_code}", "-H", "Authorization: Bearer \(token)",
            "https://\(host):\(port)/api/v1/namespaces/default/pods", timeout: 60)
        #expect(late.output == "401", "\(late)")
        try await daemon.tearDown()
    }
    /// The container prints each token that it finds; each lets it in, the ones before included.
    @Test func aTokenIsReplacedWhileItsPodRuns() async throws {
        let settings = TestRun.path("-tokens.yaml")
        try "serviceAccountTokenRefresh: 1s\n".write(
            toFile: settings, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: settings) }
        let daemon = try await TestDaemon(flags: ["--config", settings])
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: holder}
            spec:
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command:
                - sh
                - -c
                - |
                  while :; do
                    new=$(cat /token/short)
                    [ "$new" = "$old" ] || echo "$new"
                    old=$new
                    usleep 50000
                  done
                volumeMounts: [{name: token, mountPath: /token}]
              volumes:
              - name: token
                projected:
                  sources: [{serviceAccountToken: {path: short, expirationSeconds: 600}}]
            """)
        _ = try await daemon.running("holder")
        func tokens(_ count: Int) async throws -> [String] {
            try await eventually("\(count) tokens") { () -> [String]? in
                let lines = try await daemon.kubectl("logs", "holder").lines
                return lines.count >= count ? lines : nil
            }
        }
        let first = try await tokens(3)
        let server = try await daemon.kubectl(
            "config", "view", "-o", "jsonpath={.clusters[0].cluster.server}"
        ).output
        func user(_ token: String) async throws -> String {
            try await Command.run(
                "kubectl", "--kubeconfig", "/dev/null", "--server", server,
                "--insecure-skip-tls-verify", "--token", token, "auth", "whoami", "-o",
                "jsonpath={.status.userInfo.username} "
                    + "{.status.userInfo.extra.authentication\\.kubernetes\\.io/pod-name[0]}"
            ).output
        }
        #expect(Set(first).count == first.count)
        for token in first {
            #expect(try await user(token) == "system:serviceaccount:default:default holder")
            let claims = try #require(Self.claims(of: token))
            let life = (claims["exp"]?.integerValue ?? 0) - (claims["iat"]?.integerValue ?? 0)
            #expect(life == 600)
        }
        // A daemon that comes after it goes on with it, and in the same container.
        try await daemon.stop(SIGKILL)
        let before = try await Self.lastLines(daemon)
        try await daemon.start()
        let later = try await tokens(before + 2)
        #expect(try await user(later[before + 1]) == "system:serviceaccount:default:default holder")
        #expect(try await daemon.pod("holder")?.restartCount("main") == 0)
        try await daemon.tearDown()
    }

    /// Lines of the log of the Pod's container, without the daemon.
    private static func lastLines(_ daemon: TestDaemon) async throws -> Int {
        let log = try await Command.run(
            "sh", "-c", "cat \(daemon.root)/log/pods/default_holder_*/main/0.log")
        return log.lines.count
    }

    private static func claims(of token: String) -> JSONValue? {
        let parts = token.split(separator: ".")
        guard parts.count == 3 else { return nil }
        var text = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: String(text)).flatMap { try? JSONValue(parsing: Array($0)) }
    }
}
