import Foundation
import JSON
import Testing

extension Alone {
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
                #expect(try daemon.read(path, in: id) == content, "\(path)")
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
                    try daemon.read("/all/deep/color", in: id) == "blue\(turn)"
                        && daemon.read("/config/color", in: id) == "blue\(turn)" ? true : nil
                }
                #expect(clock.now - applied < .seconds(1))
            }
            // A mounted part stays what it was, as in Kubernetes.
            #expect(try daemon.read("/etc/app.conf", in: id) == "a=1")
            _ = try await daemon.kubectl("label", "pod", "files", "tier=back", "--overwrite")
            _ = try await eventually("the label is seen", within: 5) {
                try daemon.read("/self/labels", in: id) == "tier=\"back\"" ? true : nil
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
                    "MountVolume.SetUp failed for volume \"config\" : configmap \"settings\" not found"
                )
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
                try await daemon.kubectl("get", "pods").output.contains(
                    "CreateContainerConfigError"))
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
    }
}
