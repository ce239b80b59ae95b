import Foundation
import JSON
import Testing

/// ConfigMaps, Secrets, the downward API and tokens, in files and variables of real containers.
@Suite(.serialized)
struct ConfigurationTests {
    private static let objects = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {color: red, app.conf: "a=1"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: login}
        stringData: {password: hunter2}
        ---

        """

    /// Reads a file as the container has it.
    private func read(_ path: String, in container: String, of daemon: TestDaemon) throws -> String?
    {
        guard let process = try daemon.processID(of: container) else { return nil }
        return try? String(contentsOfFile: "/proc/\(process)/root\(path)", encoding: .utf8)
    }

    @Test func filesOfEveryKindAndTheirUpdates() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Self.objects + """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: files
                  labels: {tier: front}
                spec:
                  terminationGracePeriodSeconds: 1
                  automountServiceAccountToken: false
                  securityContext: {fsGroup: 2000}
                  containers:
                  - name: main
                    image: busybox
                    command: ["sh", "-c", "stat -c '%a %u:%g' -L /secret/password /config/color; touch /config/x; sleep 1000"]
                    volumeMounts:
                    - {name: config, mountPath: /config}
                    - {name: secret, mountPath: /secret}
                    - {name: self, mountPath: /self}
                    - {name: all, mountPath: /all}
                    - {name: config, mountPath: /etc/app.conf, subPath: app.conf}
                  volumes:
                  - name: config
                    configMap: {name: settings}
                  - name: secret
                    secret: {secretName: login, defaultMode: 0400}
                  - name: self
                    downwardAPI:
                      items:
                      - {path: labels, fieldRef: {fieldPath: metadata.labels}}
                  - name: all
                    projected:
                      sources:
                      - configMap: {name: settings, items: [{key: color, path: deep/color}]}
                      - secret: {name: login}
                      - downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}
                """)
        let pod = try await daemon.running("files")
        let id = try #require(pod.containerID("main"))
        for (path, content) in [
            ("/config/color", "red"), ("/secret/password", "hunter2"),
            ("/self/labels", "tier=\"front\""), ("/all/deep/color", "red"),
            ("/all/password", "hunter2"), ("/all/name", "files"), ("/etc/app.conf", "a=1"),
        ] {
            #expect(try read(path, in: id, of: daemon) == content, "\(path)")
        }
        let log = try await eventually("the modes are printed") { () -> String? in
            let log = try await daemon.kubectl("logs", "files").output
            return log.contains("Read-only") ? log : nil
        }
        #expect(log.contains("440 0:2000\n644 0:2000\n"), "\(log)")
        let mounts = try String(
            contentsOfFile: "/proc/\(try #require(try daemon.processID(of: id)))/mounts",
            encoding: .utf8)
        for path in ["/secret", "/self", "/all"] {
            #expect(mounts.contains("tmpfs \(path) tmpfs ro"), "\(mounts)")
        }

        let clock = ContinuousClock()
        for turn in 0..<3 {
            try await daemon.apply(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n"
                    + "data: {color: blue\(turn), app.conf: \"a=2\"}\n")
            let applied = clock.now
            _ = try await eventually("the change is seen", within: 5) {
                try read("/all/deep/color", in: id, of: daemon) == "blue\(turn)"
                    && read("/config/color", in: id, of: daemon) == "blue\(turn)" ? true : nil
            }
            #expect(clock.now - applied < .seconds(1))
        }
        // A mounted part stays what it was, as in Kubernetes.
        #expect(try read("/etc/app.conf", in: id, of: daemon) == "a=1")
        _ = try await daemon.kubectl("label", "pod", "files", "tier=back", "--overwrite")
        _ = try await eventually("the label is seen", within: 5) {
            try read("/self/labels", in: id, of: daemon) == "tier=\"back\"" ? true : nil
        }

        _ = try await daemon.kubectl("delete", "pod", "files")
        let mounted = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        #expect(!mounted.contains("\(daemon.root)/pods"))
        try await daemon.tearDown()
    }

    @Test func whatIsMissingHoldsThePodUntilItComes() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: early}
            spec:
              terminationGracePeriodSeconds: 1
              automountServiceAccountToken: false
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "cat /config/color; sleep 1000"]
                volumeMounts: [{name: config, mountPath: /config}]
              volumes:
              - name: config
                configMap: {name: settings}
            """)
        _ = try await eventually("the event is there") {
            try await daemon.kubectl("get", "events").output.contains(
                "MountVolume.SetUp failed for volume \"config\" : configmap \"settings\" not found")
                ? true : nil
        }
        #expect(try await daemon.kubectl("get", "pods").output.contains("ContainerCreating"))
        try await daemon.apply(Self.objects)
        _ = try await daemon.running("early", within: 3)
        try await daemon.tearDown()
    }

    @Test func variablesAndTheirErrors() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: env}
            spec:
              terminationGracePeriodSeconds: 1
              automountServiceAccountToken: false
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "env; sleep 1000"]
                envFrom:
                - {prefix: CM_, configMapRef: {name: settings}}
                env:
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}
                - {name: BOTH, value: "$(CM_color)-$(PASSWORD)"}
                - {name: NONE, valueFrom: {configMapKeyRef: {name: absent, key: none, optional: true}}}
            """)
        let waiting = try await daemon.pod("env", "waits") {
            $0.container("main")?.value(at: "state", "waiting", "reason")
                == "CreateContainerConfigError"
        }
        #expect(
            waiting.container("main")?.value(at: "state", "waiting", "message")
                == "configmap \"settings\" not found")
        #expect(
            try await daemon.kubectl("get", "pods").output.contains("CreateContainerConfigError"))
        try await daemon.apply(Self.objects)
        _ = try await daemon.running("env", within: 3)
        let log = try await eventually("it has printed") { () -> String? in
            let log = try await daemon.kubectl("logs", "env").output
            return log.contains("BOTH=") ? log : nil
        }
        #expect(log.contains("BOTH=red-hunter2\n"), "\(log)")
        #expect(log.contains("KUBERNETES_SERVICE_HOST="), "\(log)")
        #expect(!log.contains("NONE="))
        try await daemon.tearDown()
    }

    @Test func variablesFromFilesAndKeysThatCome() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: login}
            stringData: {user: root}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: filed}
            spec:
              terminationGracePeriodSeconds: 1
              automountServiceAccountToken: false
              initContainers:
              - name: writer
                image: busybox
                command:
                - sh
                - -c
                - |
                  echo "COLOR='deep blue'" > /files/app.env
                  echo '# none' >> /files/app.env
                  echo "SIZE='4'" >> /files/app.env
                volumeMounts: [{name: files, mountPath: /files}]
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", 'echo "$COLOR|$SIZE|$PASSWORD|${NONE-unset}"; sleep 1000']
                env:
                - {name: COLOR, valueFrom: {fileKeyRef: {volumeName: files, path: app.env, key: COLOR}}}
                - {name: SIZE, valueFrom: {fileKeyRef: {volumeName: files, path: app.env, key: SIZE}}}
                - {name: NONE, valueFrom: {fileKeyRef: {volumeName: files, path: app.env, key: NONE, optional: true}}}
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}
              - name: lost
                image: busybox
                command: ["sleep", "1000"]
                env:
                - {name: NONE, valueFrom: {fileKeyRef: {volumeName: files, path: app.env, key: NONE}}}
              volumes: [{name: files, emptyDir: {}}]
            """)
        func waiting(_ pod: JSONValue, _ container: String) -> String {
            let waiting = pod.container(container)?.value(at: "state", "waiting")
            return
                "\(waiting?["reason"]?.stringValue ?? ""): \(waiting?["message"]?.stringValue ?? "")"
        }
        _ = try await daemon.pod("filed", "both wait") {
            waiting($0, "main")
                == "CreateContainerConfigError: couldn't find key password in Secret default/login"
                && waiting($0, "lost")
                    == "CreateContainerConfigError: environment variable key \"NONE\" not found in file \"app.env\""
        }
        try await daemon.apply(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {user: root, password: p}"
        )
        _ = try await daemon.pod("filed", "main runs", within: 5) {
            $0.container("main")?.value(at: "state", "running") != nil
        }
        let log = try await eventually("it has printed") { () -> String? in
            let log = try await daemon.kubectl("logs", "filed", "-c", "main").output
            return log.isEmpty ? nil : log
        }
        #expect(log == "deep blue|4|p|unset\n")
        try await daemon.tearDown()
    }

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
        #expect(try read("\(secrets)/namespace", in: id, of: daemon) == "default")
        let token = try #require(try read("\(secrets)/token", in: id, of: daemon))
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
                "https://kubernetes.default.svc:\(port)\(path)", timeout: 20)
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
            "https://\(host):\(port)/api/v1/namespaces/default/pods", timeout: 20)
        #expect(late.output == "401", "\(late)")
        try await daemon.tearDown()
    }
    /// The container prints each token that it finds; each lets it in, the ones before included.
    @Test func aTokenIsReplacedWhileItsPodRuns() async throws {
        let settings = "/tmp/swiftlet-test-tokens-\(UInt32.random(in: 0...UInt32.max)).yaml"
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
            try await eventually("\(count) tokens", within: 60) { () -> [String]? in
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
