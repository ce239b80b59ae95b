import Foundation
import JSON
import Testing

/// Volumes in real containers: what they are, whose they are, and what is told of those that are not.
@Suite(.serialized)
struct VolumeTests {
    private func log(_ daemon: TestDaemon, _ pod: String) async throws -> String {
        _ = try await daemon.pod(pod, "ended") {
            ["Succeeded", "Failed"].contains($0.value(at: "status", "phase")?.stringValue)
        }
        return try await daemon.kubectl("logs", pod).output
    }

    @Test func hostPathsAreWhatTheirTypeSays() async throws {
        let daemon = try await TestDaemon()
        let folder = daemon.root + "/host"
        _ = try await Command.run(
            "sh", "-c",
            """
            mkdir -p \(folder)/dir && echo text > \(folder)/file && mknod \(folder)/char c 1 3 &&
            python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('\(folder)/sock')"
            """)
        let good = [
            ("dir", "Directory"), ("file", "File"), ("char", "CharDevice"), ("sock", "Socket"),
            ("new/dir", "DirectoryOrCreate"), ("dir/made", "FileOrCreate"), ("untyped", ""),
        ]
        let bad = [
            ("file", "Directory", "directory"), ("none", "File", "file"),
            ("file", "Socket", "socket file"), ("dir", "CharDevice", "character device"),
            ("char", "BlockDevice", "block device"), ("dir", "FileOrCreate", "file"),
        ]
        func pod(_ name: String, _ volumes: [(String, String)], _ script: String) -> String {
            Manifests.pod(
                name, script: script, restartPolicy: "Never",
                extra: "    volumeMounts:\n"
                    + volumes.indices.map { "    - {name: v\($0), mountPath: /v/\($0)}\n" }.joined()
                    + "  volumes:\n"
                    + volumes.enumerated().map {
                        "  - {name: v\($0), hostPath: {path: \(folder)/\($1.0), type: \"\($1.1)\"}}\n"
                    }.joined())
        }
        try await daemon.apply(
            pod(
                "good", good,
                "cat /v/1; echo made > /v/5; ls -l /v | tail -n +2 | cut -c1 | tr -d '\\n'"))
        try await daemon.apply(pod("bad", bad.map { ($0.0, $0.1) }, "true"))
        #expect(try await log(daemon, "good") == "text\nd-csd-d")
        #expect(try String(contentsOfFile: folder + "/dir/made", encoding: .utf8) == "made\n")
        let events = try await eventually("all that is wrong is told") { () -> String? in
            let events = try await daemon.kubectl("get", "events").output
            return bad.indices.allSatisfy { events.contains("volume \"v\($0)\"") } ? events : nil
        }
        for (index, (path, _, words)) in bad.enumerated() {
            #expect(
                events.contains(
                    "MountVolume.SetUp failed for volume \"v\(index)\" : hostPath type check failed: \(folder)/\(path) is not a \(words)"
                ), "\(events)")
        }
        try await daemon.tearDown()
    }

    @Test func anEmptyDirIsTheGroupsAndStaysAsItsContainersMakeIt() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "database",
                script: """
                    stat -c '%a %u:%g' /disk /memory; grep ' /memory ' /proc/mounts | tr , '\\n' \
                    | grep size; chown 70:70 /disk && chmod 700 /disk && touch /disk/data && \
                    echo done; sleep 1000
                    """.replacing("\n", with: " "),
                extra: """
                        resources: {limits: {memory: 64Mi}}
                        volumeMounts: [{name: disk, mountPath: /disk}, {name: memory, mountPath: /memory}]
                      securityContext: {fsGroup: 4321}
                      volumes:
                      - {name: disk, emptyDir: {mode: 0750}}
                      - {name: memory, emptyDir: {medium: Memory, sizeLimit: 8Mi}}
                    """))
        _ = try await daemon.running("database")
        _ = try await eventually("it has taken the folder") {
            let log = try await daemon.kubectl("logs", "database").output
            return log == "2770 0:4321\n2777 0:4321\nsize=8192k\ndone\n" ? true : nil
        }
        // A daemon that starts again looks after the volume, and leaves it as it is.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        _ = try await daemon.kubectl("label", "pod", "database", "seen=yes")
        let pod = try await daemon.running("database")
        let id = try #require(pod.containerID("main"))
        let process = try #require(try daemon.processID(of: id))
        kill(process, SIGKILL)
        _ = try await daemon.pod("database", "started again") { $0.restartCount("main") == 1 }
        let uid = try #require(pod.value(at: "metadata", "uid")?.stringValue)
        let state = try await Command.run(
            "stat", "-c", "%a %u:%g",
            "\(daemon.root)/pods/\(uid)/volumes/kubernetes.io~empty-dir/disk")
        #expect(state.output == "700 70:70\n")
        try await daemon.tearDown()
    }

    @Test func filesBelongToWhomTheVolumeSays() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            stringData: {a: "1", b: "2"}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {c: "3"}
            binaryData: {d: "AP8="}
            immutable: true
            """)
        try await daemon.apply(
            Manifests.pod(
                "owners",
                script: "cd /all; for f in *; do stat -L -c '%n %a %u' $f; done; od -An -tx1 d; "
                    + "stat -L -c '%a %u' /secret/a /secret/b",
                restartPolicy: "Never",
                extra: """
                        volumeMounts: [{name: all, mountPath: /all}, {name: secret, mountPath: /secret}]
                      volumes:
                      - name: secret
                        secret:
                          secretName: keys
                          defaultUser: 77
                          defaultMode: 0400
                          items: [{key: a, path: a}, {key: b, path: b, mode: 0440, user: 88}]
                      - name: all
                        projected:
                          defaultUser: 66
                          sources:
                          - configMap: {name: settings}
                          - serviceAccountToken: {path: token, user: 99}
                          - secret: {name: keys, items: [{key: a, path: a, user: 55}]}
                          - secret: {name: nothing, optional: true}
                          - downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}
                    """))
        #expect(
            try await log(daemon, "owners")
                == "a 644 55\nc 644 66\nd 644 66\nname 644 66\ntoken 600 99\n 00 ff\n400 77\n440 88\n"
        )
        try await daemon.tearDown()
    }

    @Test func partsOfVolumesAreNamedByVariablesAndLinksLeadNowhere() async throws {
        let daemon = try await TestDaemon()
        func pod(_ name: String, _ mounts: String, _ script: String) -> String {
            Manifests.pod(
                name, script: script, restartPolicy: "Never",
                extra: """
                        env:
                        - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                        - {name: EMPTY, value: ""}
                        volumeMounts: [\(mounts)]
                      initContainers:
                      - name: evil
                        image: busybox
                        command: [sh, -c, "ln -s /etc /work/etc; ln -s ../../../../.. /work/up; ln -s inside /work/in; mkdir /work/inside; echo own > /work/inside/hostname"]
                        volumeMounts: [{name: work, mountPath: /work}]
                      volumes: [{name: work, emptyDir: {}}]
                    """)
        }
        try await daemon.apply(
            pod(
                "parts",
                "{name: work, mountPath: /a, subPathExpr: logs/$(NAME)}, {name: work, mountPath: /in, subPath: in}, {name: work, mountPath: /up, subPath: up}, {name: work, mountPath: /work}",
                "touch /a/file; ls /work/logs; ls /work/logs/*; cat /in/hostname; ls /up | sort | tr '\\n' ' '"
            ))
        // What leads up ends at the volume itself.
        #expect(
            try await log(daemon, "parts") == "parts\nfile\nown\netc in inside logs up ")
        try await daemon.apply(
            pod("absolute", "{name: work, mountPath: /b, subPath: etc}", "ls /b"))
        try await daemon.apply(
            pod("unnamed", "{name: work, mountPath: /a, subPathExpr: $(EMPTY)/$(NOPE)}", "true"))
        func message(_ name: String) async throws -> String? {
            let pod = try await daemon.pod(name, "waits") {
                $0.container("main")?.value(at: "state", "waiting", "reason")
                    == "CreateContainerConfigError"
            }
            return pod.container("main")?.value(at: "state", "waiting", "message")?.stringValue
        }
        #expect(try await message("unnamed") == "missing value for EMPTY, NOPE")
        let absolute = try await message("absolute")
        #expect(
            absolute?.hasPrefix(
                "failed to prepare subPath for volumeMount \"work\" of container \"main\"") == true,
            "\(absolute ?? "")")
        try await daemon.tearDown()
    }

    @Test(arguments: ["crun", "runc"]) func mountsGoToAndFroWhereTheyAreShared(runtime: String)
        async throws
    {
        let daemon = try await TestDaemon(flags: ["--runtime", runtime])
        let folder = daemon.root + "/shared"
        _ = try await Command.run(
            "sh", "-c",
            "mkdir -p \(folder) && mount -t tmpfs none \(folder) && mount --make-shared \(folder) && mkdir \(folder)/in \(folder)/out \(folder)/none"
        )
        let volume = "  volumes: [{name: v, hostPath: {path: \(folder)}}]"
        try await daemon.apply(
            Manifests.pod(
                "mounter",
                script:
                    "mount -t tmpfs none /v/out && touch /v/out/file && echo mounted; sleep 1000",
                extra: """
                        securityContext: {privileged: true}
                        volumeMounts: [{name: v, mountPath: /v, mountPropagation: Bidirectional}]
                    \(volume)
                    """))
        try await daemon.apply(
            Manifests.pod(
                "watcher",
                script:
                    "until ls /to/in/file 2>/dev/null; do sleep 0.05; done; ls /no/in; echo end; sleep 1000",
                extra: """
                        volumeMounts:
                        - {name: v, mountPath: /to, mountPropagation: HostToContainer}
                        - {name: v, mountPath: /no, mountPropagation: None}
                    \(volume)
                    """))
        _ = try await daemon.running("mounter")
        _ = try await daemon.running("watcher")
        _ = try await eventually("the machine sees what the container mounted") {
            FileManager.default.fileExists(atPath: folder + "/out/file") ? true : nil
        }
        _ = try await Command.run(
            "sh", "-c", "mount -t tmpfs none \(folder)/in && touch \(folder)/in/file")
        _ = try await eventually("a container sees what the machine mounted") {
            try await daemon.kubectl("logs", "watcher").output == "/to/in/file\nend\n" ? true : nil
        }
        // Where nothing is shared it is told rather than left undone.
        let apart = daemon.root + "/apart"
        _ = try await Command.run(
            "sh", "-c",
            "mkdir -p \(apart) && mount -t tmpfs none \(apart) && mount --make-private \(apart)")
        try await daemon.apply(
            Manifests.pod(
                "apart", script: "true",
                extra: """
                        volumeMounts: [{name: v, mountPath: /v, mountPropagation: HostToContainer}]
                      volumes: [{name: v, hostPath: {path: \(apart)}}]
                    """))
        let pod = try await daemon.pod("apart", "waits") {
            $0.container("main")?.value(at: "state", "waiting", "reason") == "CreateContainerError"
        }
        #expect(
            pod.container("main")?.value(at: "state", "waiting", "message")?.stringValue
                == "path \"\(apart)\" is mounted on \"\(apart)\" but it is not a shared or slave mount"
        )
        for name in ["mounter", "watcher", "apart"] {
            _ = try await daemon.kubectl("delete", "pod", name)
        }
        _ = try await Command.run("umount", "-R", folder)
        _ = try await Command.run("umount", apart)
        try await daemon.tearDown()
    }

    @Test func mountsHaveTheirOptionsAndStatusesSayWhatBecameOfThem() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "mounts",
                script: "cp /bin/busybox /v/b; /v/b true 2>/dev/null || echo no-exec; "
                    + "grep ' /v ' /proc/mounts | tr ', ' '\\n' | grep ^no | sort | tr '\\n' ' '; "
                    + "touch /r/x 2>/dev/null || echo read-only; sleep 1000",
                extra: """
                        volumeMounts:
                        - {name: v, mountPath: /v, bindMountOptions: [noexec, nosuid, nodev]}
                        - {name: v, mountPath: /r, readOnly: true, recursiveReadOnly: IfPossible}
                        - {name: files, mountPath: /files}
                      volumes:
                      - {name: v, emptyDir: {}}
                      - {name: files, image: {reference: busybox}}
                    """))
        let pod = try await daemon.running("mounts")
        _ = try await eventually("it has printed") {
            let log = try await daemon.kubectl("logs", "mounts").output
            return log == "no-exec\nnodev noexec nosuid read-only\n" ? true : nil
        }
        let mounts = try #require(pod.container("main")?["volumeMounts"]?.arrayValue)
        #expect(mounts.first { $0["mountPath"] == "/r" }?["recursiveReadOnly"] == "Enabled")
        let image = try #require(pod.container("main")?["imageID"])
        #expect(
            mounts.first { $0["name"] == "files" }?.value(at: "volumeStatus", "image", "imageRef")
                == image)
        let refused = try await daemon.swiftlet(
            "apply", "-f", "-",
            input: Manifests.pod(
                "sync", script: "true",
                extra: """
                        volumeMounts: [{name: v, mountPath: /v, bindMountOptions: [sync]}]
                      volumes: [{name: v, emptyDir: {}}]
                    """))
        #expect(
            refused.error.contains(
                "Unsupported value: \"sync\": supported values: \"nodev\", \"noexec\", \"nosuid\""),
            "\(refused)")
        try await daemon.tearDown()
    }
}
