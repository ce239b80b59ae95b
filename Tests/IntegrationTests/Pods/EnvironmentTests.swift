import Foundation
import JSON
import Testing

/// Variables, names and addresses as real containers see them.
@Suite(.serialized)
struct EnvironmentTests {
    private func log(_ daemon: TestDaemon, _ pod: String) async throws -> String {
        _ = try await daemon.pod(pod, "ended") {
            ["Succeeded", "Failed"].contains($0.value(at: "status", "phase")?.stringValue)
        }
        return try await daemon.kubectl("logs", pod).output
    }

    @Test func variablesComeFromEverywhereAndReferToEachOther() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {COLOR: red, log.level: debug}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: login}
            stringData: {USER: anna}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: my-db}
            spec: {clusterIP: 10.96.0.77, ports: [{name: sql, port: 5432}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: all, labels: {app: shop}, annotations: {note: "two words"}}
            spec:
              restartPolicy: Never
              resources: {limits: {memory: 256Mi}}
              containers:
              - name: main
                image: busybox
                command: [sh, -c, 'tr "\\\\0" "\\\\n" < /proc/self/environ; echo "args: $0 $1 $2 $3"']
                args: ["$(COLOR)", "$$(COLOR)", "$(NONE)", "$(MY_DB_SERVICE_PORT)"]
                envFrom:
                - {configMapRef: {name: settings}}
                - {prefix: "p-", secretRef: {name: login}}
                - {configMapRef: {name: absent, optional: true}}
                env:
                - {name: COLOR, value: blue}
                - {name: BOTH, value: "$(COLOR) $(p-USER) $(LATER) $$(COLOR) $(MY_DB_SERVICE_HOST)"}
                - {name: LATER, value: x}
                - {name: "a name: with 1 all", value: allowed}
                - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                - {name: ACCOUNT, valueFrom: {fieldRef: {fieldPath: spec.serviceAccountName}}}
                - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                - {name: NOTE, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['note']"}}}
                - {name: IPS, valueFrom: {fieldRef: {fieldPath: status.podIPs}}}
                - {name: HOSTS, valueFrom: {fieldRef: {fieldPath: status.hostIPs}}}
                - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
                resources: {requests: {cpu: 30m}}
            """)
        let log = try await log(daemon, "all")
        let pod = try #require(try await daemon.pod("all"))
        let address = try #require(pod.value(at: "status", "podIP")?.stringValue)
        let host = try #require(pod.value(at: "status", "hostIP")?.stringValue)
        let node = try #require(pod.value(at: "spec", "nodeName")?.stringValue)
        for line in [
            "COLOR=blue", "log.level=debug", "p-USER=anna",
            "BOTH=blue anna $(LATER) $(COLOR) 10.96.0.77", "a name: with 1 all=allowed",
            "NODE=\(node)", "ACCOUNT=default", "LABEL=shop", "NOTE=two words", "IPS=\(address)",
            "HOSTS=\(host)", "MEMORY=256", "CPU=30", "HOSTNAME=all",
            "MY_DB_PORT=tcp://10.96.0.77:5432", "MY_DB_SERVICE_PORT_SQL=5432",
            "MY_DB_PORT_5432_TCP_ADDR=10.96.0.77", "args: blue $(COLOR) $(NONE) 5432",
        ] {
            #expect(("\n" + log).contains("\n\(line)\n"), "\(line) is not in \(log)")
        }
        #expect(log.split(separator: "\n").contains { $0.hasPrefix("KUBERNETES_SERVICE_HOST=") })
        try await daemon.tearDown()
    }

    @Test func withoutServiceLinksThereIsOnlyTheAPIServer() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: my-db}
            spec: {clusterIP: 10.96.0.77, ports: [{port: 5432}]}
            ---

            """
                + Manifests.pod(
                    "alone",
                    script: "env | grep -c ^MY_DB; env | grep -c ^KUBERNETES_SERVICE_HOST=",
                    restartPolicy: "Never", extra: "  enableServiceLinks: false"))
        #expect(try await log(daemon, "alone") == "0\n1\n")
        try await daemon.tearDown()
    }

    @Test func whatAVariableRefersToIsNamedWhereItIsMissing() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}")
        let sources = [
            ("key", "configMapKeyRef: {name: settings, key: none}"),
            ("secret", "secretKeyRef: {name: none, key: a}"),
            ("container", "resourceFieldRef: {containerName: none, resource: limits.cpu}"),
            ("format", "fileKeyRef: {volumeName: files, path: bad, key: A}"),
            ("outside", "fileKeyRef: {volumeName: files, path: link, key: A}"),
            ("optional", "fileKeyRef: {volumeName: files, path: none, key: A, optional: true}"),
        ]
        for (name, source) in sources {
            try await daemon.apply(
                Manifests.pod(
                    name, script: "echo ${A-unset}", restartPolicy: "OnFailure",
                    extra: """
                            env: [{name: A, valueFrom: {\(source)}}]
                          initContainers:
                          - name: setup
                            image: busybox
                            command: [sh, -c, "echo A=unquoted > /files/bad; ln -s /etc/passwd /files/link"]
                            volumeMounts: [{name: files, mountPath: /files}]
                          volumes: [{name: files, emptyDir: {}}]
                        """))
        }
        for (name, message) in [
            ("key", "couldn't find key none in ConfigMap default/settings"),
            ("secret", "secret \"none\" not found"), ("container", "container none not found"),
            (
                "format",
                "couldn't parse env file \"bad\": invalid environment variable format at line 1: value must be enclosed in single quotes"
            ), ("outside", "couldn't parse env file \"link\": no such file or directory"),
        ] {
            let pod = try await daemon.pod(name, "waits") {
                $0.container("main")?.value(at: "state", "waiting", "reason")
                    == "CreateContainerConfigError"
            }
            #expect(
                pod.container("main")?.value(at: "state", "waiting", "message")?.stringValue
                    == message)
        }
        #expect(try await log(daemon, "optional") == "unset\n")
        try await daemon.tearDown()
    }

    @Test func namesResolversAndKernelSettings() async throws {
        let daemon = try await TestDaemon()
        func run(_ name: String, _ script: String, _ fields: String) async throws {
            try await daemon.apply(
                Manifests.pod(name, script: script, restartPolicy: "Never", extra: fields))
        }
        try await run(
            "override", "hostname; tail -1 /etc/hosts", "  hostnameOverride: db.example.org")
        try await run(
            "aliases", "tail -2 /etc/hosts",
            "  hostAliases: [{ip: 192.0.2.1, hostnames: [a, b]}, {ip: 2001:db8::1, hostnames: [c]}]"
        )
        try await run(
            "resolver", "cat /etc/resolv.conf",
            """
              dnsPolicy: None
              dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2], searches: [one.example, two.example], options: [{name: ndots, value: "3"}, {name: edns0}]}
            """)
        try await run(
            "long", "true",
            "  subdomain: \(String(repeating: "s", count: 50))\n  setHostnameAsFQDN: true")
        try await run(
            "tuned",
            "cat /proc/sys/net/ipv4/ip_local_port_range /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/kernel/shm_rmid_forced | tr '\\t' ' '",
            """
              securityContext:
                sysctls:
                - {name: net.ipv4.ip_local_port_range, value: "30000 40000"}
                - {name: net/ipv4/ip_unprivileged_port_start, value: "0"}
                - {name: kernel.shm_rmid_forced, value: "1"}
            """)
        let override = try await log(daemon, "override")
        #expect(override.hasPrefix("db.example.org\n"), "\(override)")
        #expect(try await log(daemon, "aliases") == "192.0.2.1\ta\tb\n2001:db8::1\tc\n")
        #expect(
            try await log(daemon, "resolver")
                == "search one.example two.example\nnameserver 192.0.2.1\nnameserver 192.0.2.2\noptions ndots:3 edns0\n"
        )
        #expect(try await log(daemon, "tuned") == "30000 40000\n0\n1\n")
        let full = "long.\(String(repeating: "s", count: 50)).default.svc.cluster.local"
        _ = try await eventually("the name is told to be too long") {
            try await daemon.kubectl("describe", "pod", "long").output.contains(
                "Failed to create pod sandbox: failed to construct FQDN from pod hostname and cluster domain, FQDN \(full) is too long (64 characters is the max, \(full.utf8.count) characters requested)"
            ) ? true : nil
        }
        try await daemon.tearDown()
    }

    @Test func filesOfLimitsFollowAResize() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "grows", script: "sleep 1000",
                extra: """
                        resources: {limits: {cpu: 200m}, requests: {cpu: 100m}}
                        volumeMounts: [{name: self, mountPath: /self}]
                      volumes:
                      - name: self
                        downwardAPI:
                          items: [{path: cpu, resourceFieldRef: {containerName: main, resource: limits.cpu, divisor: 1m}}]
                    """))
        let id = try #require(try await daemon.running("grows").containerID("main"))
        #expect(try daemon.read("/self/cpu", in: id) == "200")
        let resized = try await daemon.kubectl(
            "patch", "pod", "grows", "--subresource", "resize", "-p",
            #"{"spec":{"containers":[{"name":"main","resources":{"limits":{"cpu":"300m"}}}]}}"#)
        #expect(resized.status == 0, "\(resized)")
        _ = try await eventually("the file says so") {
            try daemon.read("/self/cpu", in: id) == "300" ? true : nil
        }
        try await daemon.tearDown()
    }
}
