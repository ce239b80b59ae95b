import Foundation
import JSON
import Testing

/// Pods whose users are nobody on the machine.
@Suite(.needsUsersForPods) struct UserNamespaceTests {
    /// On the machine, for the Pod of this name.
    private static func folder(_ name: String) -> String {
        "/tmp/swiftlet-test-\(TestRun.id)-users-\(name)"
    }

    private static func manifest(_ name: String, share: Bool = false) -> String {
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {mode: plain}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: password}
        stringData: {word: hush}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name), labels: {app: web}}
        spec:
          hostUsers: false
          shareProcessNamespace: \(share)
          terminationGracePeriodSeconds: 1
          securityContext: {fsGroup: 3000}
          containers:
          - name: root
            image: busybox
            command:
            - sh
            - -c
            - |
              echo "user $(id -u) map $(tr -s ' ' < /proc/self/uid_map)"
              echo "image $(stat -c %u:%g /image /image/bin/busybox /part /part/busybox | tr '\\n' ' ')"
              echo "own $(stat -c %u:%g /bin/busybox / /etc/hosts /disk /memory /settings/mode | tr '\\n' ' ')"
              cat /password/word /pod/labels; echo
              touch /disk/made /host/made /memory/made /new /dev/shm/made
              echo "made $(stat -c %u /disk/made /host/made /memory/made /new /dev/shm/made | tr '\\n' ' ')"
              echo ended > /dev/termination-log; echo again > /dev/stderr
              mkdir /www; echo hello > /www/index.html; httpd -p 8080 -h /www; exec sleep 3600
            readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
            livenessProbe: {exec: {command: [test, -e, /new]}, periodSeconds: 1}
            resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {cpu: 500m, memory: 32Mi}}
            volumeMounts: &mounts
            - {name: disk, mountPath: /disk}
            - {name: memory, mountPath: /memory}
            - {name: settings, mountPath: /settings}
            - {name: password, mountPath: /password}
            - {name: pod, mountPath: /pod}
            - {name: host, mountPath: /host}
            - {name: image, mountPath: /image}
            - {name: image, mountPath: /part, subPath: bin}
          - {name: echo, image: busybox, stdin: true, command: [cat]}
          - name: user
            image: busybox
            command: [sh, -c, "touch /disk/by-user; exec sleep 3600"]
            securityContext: {runAsUser: 1000, runAsGroup: 1000}
            volumeMounts: *mounts
          volumes:
          - {name: disk, emptyDir: {}}
          - {name: memory, emptyDir: {medium: Memory}}
          - {name: settings, configMap: {name: settings}}
          - {name: password, secret: {secretName: password, defaultMode: 0400}}
          - name: pod
            downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
          - {name: host, hostPath: {path: "\(folder(name))", type: DirectoryOrCreate}}
          - {name: image, image: {reference: busybox, pullPolicy: IfNotPresent}}
        """
    }

    private struct Host {
        /// The ids that a process has on the machine.
        static func user(_ process: Int32) throws -> UInt32 {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("Uid:") } ?? ""
            return UInt32(line.split(separator: "\t").last ?? "") ?? 0
        }

        static func owner(_ path: String) throws -> Int {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return (attributes[.ownerAccountID] as? NSNumber)?.intValue ?? -1
        }
    }

    private func process(
        _ daemon: TestDaemon, _ pod: JSONValue, _ container: String
    ) throws -> Int32 {
        try #require(try daemon.processID(of: pod.containerID(container) ?? ""))
    }

    @Test(arguments: ["crun", "runc"]) func rootOfAPodIsNobodyOnTheMachine(runtime: String)
        async throws
    {
        let host = Self.folder(runtime)
        defer { try? FileManager.default.removeItem(atPath: host) }
        let daemon = try await TestDaemon(flags: ["--runtime", runtime])
        try await daemon.apply(Self.manifest(runtime))
        let pod = try await daemon.running(runtime)
        let root = try process(daemon, pod, "root")
        let first = try Host.user(root)
        #expect(first >= 65_536 && first % 65_536 == 0)
        #expect(try Host.user(process(daemon, pod, "user")) == first + 1000)

        let log = try await daemon.kubectl("logs", runtime, "-c", "root").output
        #expect(log.contains("user 0 map  0 \(first) 65536\n"), "\(log)")
        #expect(log.contains("image 0:0 0:0 0:0 0:0 \n"), "\(log)")
        #expect(log.contains("own 0:0 0:0 0:0 0:3000 0:3000 0:3000 \n"), "\(log)")
        #expect(log.contains("hush" + "app=\"web\"\n"), "\(log)")
        #expect(log.contains("made 0 0 0 0 0 \n"), "\(log)")
        #expect(log.contains("again\n"), "\(log)")
        // On the disk files belong to those who made them as the Pod knows them.
        let uid = try #require(pod.value(at: "metadata", "uid")?.stringValue)
        let disk = "\(daemon.root)/pods/\(uid)/volumes/kubernetes.io~empty-dir/disk"
        #expect(try Host.owner(host + "/made") == 0)
        #expect(try Host.owner(disk + "/made") == 0)
        #expect(try Host.owner(disk + "/by-user") == 1000)
        let oomScore = try String(contentsOfFile: "/proc/\(root)/oom_score_adj", encoding: .utf8)
        #expect(Int(oomScore.dropLast()).map { $0 > 2 && $0 < 1000 } == true, "\(oomScore)")

        try await streamsWork(daemon, runtime)
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        try await streamsWork(daemon, runtime)
        #expect(try Host.user(root) == first)
        _ = try await daemon.kubectl("delete", "pod", runtime)
        try await daemon.tearDown()
    }

    /// exec with its streams, cp both ways, port-forward.
    private func streamsWork(_ daemon: TestDaemon, _ pod: String) async throws {
        let exec = try await daemon.kubectl(
            "exec", pod, "-c", "user", "--", "sh", "-c",
            "id -u; echo out > /dev/stdout; echo err > /dev/stderr")
        #expect(exec.output == "1000\nout\n", "\(exec)")
        #expect(exec.error.contains("err"))
        let terminal = try await Command.run(
            ["script", "-qec", "kubectl exec -it \(pod) -c root -- tty", "/dev/null"],
            environment: daemon.environment)
        #expect(terminal.output.contains("/dev/pts/"), "\(terminal)")
        let file = daemon.root + "/sent"
        try "sent".write(toFile: file, atomically: true, encoding: .utf8)
        let copy = try await daemon.swiftlet("cp", file, "\(pod):/disk/sent", "-c", "root")
        #expect(copy.status == 0, "\(copy)")
        let owner = try await daemon.kubectl(
            "exec", pod, "-c", "root", "--", "stat", "-c", "%u", "/disk/sent")
        #expect(owner.output == "0\n")
        let back = try await daemon.swiftlet(
            "cp", "\(pod):/disk/sent", file + "-back", "-c", "root")
        #expect(back.status == 0, "\(back)")
        #expect(try String(contentsOfFile: file + "-back", encoding: .utf8) == "sent")
        let tools = try await Command.run(
            [
                "bash", "-c",
                """
                set -e
                kubectl cp '\(file)' \(pod):/disk/by-tar -c root 2>&1
                kubectl exec \(pod) -c root -- stat -c %u /disk/by-tar
                kubectl cp \(pod):/disk/by-tar '\(file)-tar' -c root >/dev/null 2>&1
                cat '\(file)-tar'; echo
                out=$(mktemp -d); mkfifo $out/in
                kubectl port-forward pod/\(pod) :8080 > $out/ports 2>&1 & forward=$!
                until grep -q 127.0.0.1 $out/ports; do sleep 0.05; done
                port=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\) -> .*/\\1/p' $out/ports)
                curl -s -m 20 http://127.0.0.1:$port/
                kill $forward
                kubectl attach -i \(pod) -c echo < $out/in > $out/echo 2>&1 & attached=$!
                exec 9> $out/in
                until grep -q ping $out/echo; do echo ping >&9; sleep 0.1; done
                kill $attached; rm -r $out; echo echoed
                """,
            ], environment: daemon.environment)
        #expect(tools.output == "0\nsent\nhello\nechoed\n", "\(tools)")
        let page = try await daemon.kubectl(
            "get", "--raw", "/api/v1/namespaces/default/pods/\(pod):8080/proxy/")
        #expect(page.output == "hello\n", "\(page)")
    }

    @Test func everyPodHasIdsOfItsOwnAndProcessesMayBeShared() async throws {
        let names = ["one", "two"]
        defer {
            for name in names {
                try? FileManager.default.removeItem(atPath: Self.folder(name))
            }
        }
        let daemon = try await TestDaemon()
        for name in names { try await daemon.apply(Self.manifest(name, share: true)) }
        var firsts: Set<UInt32> = []
        for name in names {
            let pod = try await daemon.running(name)
            firsts.insert(try Host.user(process(daemon, pod, "root")))
            let processes = try await daemon.kubectl(
                "exec", name, "-c", "root", "--", "ps", "-o", "comm")
            #expect(processes.output.contains("pod-init"), "\(processes)")
            // Another container of the Pod may be signalled, and only that.
            let kill = try await daemon.kubectl(
                "exec", name, "-c", "root", "--", "sh", "-c", "kill -0 1 && echo yes")
            #expect(kill.output == "yes\n", "\(kill)")
        }
        #expect(firsts.count == 2)
        for name in names { _ = try await daemon.kubectl("delete", "pod", name) }
        try await daemon.tearDown()
    }

    /// Another sandbox may have other ids: volumes are made for those.
    @Test func imagesFollowTheUsersOfANewSandbox() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: renewed}
            spec:
              hostUsers: false
              shareProcessNamespace: true
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: [sh, -c, "stat -c %u /image/bin/busybox; exec sleep 3600"]
                volumeMounts: [{name: image, mountPath: /image}]
              volumes: [{name: image, image: {reference: busybox, pullPolicy: IfNotPresent}}]
            """)
        let before = try await daemon.running("renewed")
        let main = try process(daemon, before, "main")
        // The process 1 of the Pod, by its parent's namespace.
        let first = try await Command.run(
            "sh", "-c",
            """
            for p in $(pgrep -x pod-init); do
                [ "$(readlink /proc/$p/ns/pid)" = "$(readlink /proc/\(main)/ns/pid)" ] && echo $p
            done
            """)
        kill(try #require(Int32(first.lines.first ?? "")), SIGKILL)
        _ = try await daemon.pod("renewed", "runs again") {
            $0.isReady && $0.restartCount("main") == 1
        }
        #expect(try await daemon.log("renewed") == "0\n")
        _ = try await daemon.kubectl("delete", "pod", "renewed")
        let mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        #expect(!mounts.contains(daemon.root + "/snapshots/containers/volume-"))
        try await daemon.tearDown()
    }

    @Test func whatCannotBeMappedIsSaidInAnEvent() async throws {
        let daemon = try await TestDaemon()
        let refused = try await daemon.swiftlet(
            "apply", "-f", "-",
            input: Manifests.pod(
                "network", script: "true", extra: "  hostUsers: false\n  hostNetwork: true"))
        #expect(refused.error.contains("hostNetwork"), "\(refused)")
        try await daemon.apply(
            Manifests.pod(
                "kernel", script: "sleep 3600",
                extra: """
                        volumeMounts: [{name: kernel, mountPath: /kernel}]
                      hostUsers: false
                      volumes: [{name: kernel, hostPath: {path: /proc}}]
                    """))
        _ = try await daemon.pod("kernel", "said") {
            $0.value(at: "status", "containerStatuses")?.serialized().contains(
                "cannot show its files to a user namespace") == true
        }
        _ = try await daemon.kubectl("delete", "pod", "kernel")
        try await daemon.tearDown()
    }
}
