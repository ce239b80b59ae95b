import Foundation
import JSON
import Testing

/// What containers may do, as their security contexts say.
@Suite(.serialized)
struct SecurityTests {
    private func log(_ daemon: TestDaemon, _ pod: String) async throws -> String {
        _ = try await daemon.pod(pod, "ended") {
            ["Succeeded", "Failed"].contains($0.value(at: "status", "phase")?.stringValue)
        }
        return try await daemon.kubectl("logs", pod).output
    }

    private func pod(_ name: String, _ script: String, _ own: String, pod: String = "") -> String {
        Manifests.pod(
            name, script: script, restartPolicy: "Never",
            extra: "    securityContext: {\(own)}\n\(pod)")
    }

    /// A bit set of /proc/self/status.
    private static let capabilities =
        "grep CapEff /proc/self/status | tr -d '[:space:]' | cut -d: -f2"

    @Test(arguments: ["crun", "runc"]) func capabilitiesUsersAndGroups(runtime: String) async throws
    {
        let daemon = try await TestDaemon(flags: ["--runtime", runtime])
        try await daemon.apply(
            pod("added", Self.capabilities, "capabilities: {drop: [ALL], add: [NET_ADMIN]}"))
        try await daemon.apply(
            pod("dropped", Self.capabilities, "capabilities: {drop: [CHOWN, CAP_KILL]}"))
        try await daemon.apply(
            pod(
                "user",
                "id -u; id -g; id -G; grep NoNewPrivs /proc/self/status; \(Self.capabilities)",
                "runAsUser: 1000, runAsGroup: 3000, allowPrivilegeEscalation: false",
                pod: """
                      securityContext: {supplementalGroups: [4000], fsGroup: 2000, runAsUser: 7}
                    """))
        try await daemon.apply(
            pod(
                "fixed",
                "touch /x 2>/dev/null || echo read-only; echo 192.0.2.1 own >> /etc/hosts "
                    + "&& tail -1 /etc/hosts; touch /tmp/x && echo tmp",
                "readOnlyRootFilesystem: true",
                pod:
                    "    volumeMounts: [{name: t, mountPath: /tmp}]\n  volumes: [{name: t, emptyDir: {}}]"
            ))
        try await daemon.apply(
            pod(
                "privileged",
                "test -c /dev/vda -o -b /dev/vda -o -b /dev/loop0 -o -c /dev/mem && echo devices; "
                    + "mount -t tmpfs none /mnt 2>/dev/null || { mkdir /m && mount -t tmpfs none /m; } && echo mounted; "
                    + "grep -c . /proc/keys > /dev/null && echo keys; grep '^Seccomp:' /proc/self/status | cut -f2",
                "privileged: true"))
        #expect(try await log(daemon, "added") == "0000000000001000\n")
        // CAP_CHOWN is the first bit, CAP_KILL the sixth; all else that containers have stays.
        #expect(try await log(daemon, "dropped") == "00000000a80425da\n")
        #expect(
            try await log(daemon, "user")
                == "1000\n3000\n3000 2000 4000\nNoNewPrivs:\t1\n0000000000000000\n")
        #expect(try await log(daemon, "fixed") == "read-only\n192.0.2.1 own\ntmp\n")
        #expect(try await log(daemon, "privileged").hasSuffix("mounted\nkeys\n0\n"))
        try await daemon.tearDown()
    }

    @Test func rootIsNotTakenWhereItIsForbidden() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: nonroot}
            spec:
              terminationGracePeriodSeconds: 1
              securityContext: {runAsNonRoot: true}
              containers:
              - {name: image, image: busybox, command: [sleep, "1000"]}
              - {name: asks, image: busybox, command: [sleep, "1000"], securityContext: {runAsUser: 0}}
              - {name: fine, image: busybox, command: [sleep, "1000"], securityContext: {runAsUser: 9}}
            """)
        let pod = try await daemon.pod("nonroot", "two wait, one runs") { pod in
            ["image", "asks"].allSatisfy {
                pod.container($0)?.value(at: "state", "waiting", "reason")
                    == "CreateContainerConfigError"
            } && pod.container("fine")?.value(at: "state", "running") != nil
        }
        let uid = try #require(pod.value(at: "metadata", "uid")?.stringValue)
        func message(_ container: String) -> String? {
            pod.container(container)?.value(at: "state", "waiting", "message")?.stringValue
        }
        #expect(
            message("image")
                == "container has runAsNonRoot and image will run as root (pod: \"nonroot_default(\(uid))\", container: image)"
        )
        #expect(
            message("asks")
                == "container's runAsUser breaks non-root policy (pod: \"nonroot_default(\(uid))\", container: asks)"
        )
        try await daemon.tearDown()
    }

    @Test(arguments: ["crun", "runc"]) func systemCallsAreThoseOfTheProfile(runtime: String)
        async throws
    {
        let daemon = try await TestDaemon(flags: ["--runtime", runtime])
        let profiles = daemon.root + "/seccomp/own"
        try FileManager.default.createDirectory(
            atPath: profiles, withIntermediateDirectories: true)
        try """
        {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
          {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1}]}
        """.write(toFile: profiles + "/no-mkdir.json", atomically: true, encoding: .utf8)
        let show =
            "grep '^Seccomp:' /proc/self/status | cut -f2; mkdir /made 2>&1 | tail -1; "
            + "ls -d /made 2>/dev/null"
        for (name, profile) in [
            ("default", "type: RuntimeDefault"), ("unconfined", "type: Unconfined"),
            ("own", "type: Localhost, localhostProfile: own/no-mkdir.json"),
            ("lost", "type: Localhost, localhostProfile: own/none.json"),
        ] {
            try await daemon.apply(pod(name, show, "seccompProfile: {\(profile)}"))
        }
        #expect(try await log(daemon, "default") == "2\n/made\n")
        #expect(try await log(daemon, "unconfined") == "0\n/made\n")
        #expect(
            try await log(daemon, "own")
                == "2\nmkdir: can't create directory '/made': Operation not permitted\n")
        let lost = try await daemon.pod("lost", "waits") {
            $0.container("main")?.value(at: "state", "waiting", "reason") == "CreateContainerError"
        }
        let message = lost.container("main")?.value(at: "state", "waiting", "message")?.stringValue
        #expect(message?.contains(profiles + "/none.json") == true, "\(message ?? "")")
        try await daemon.tearDown()
    }

    @Test(.needsUsersForPods, arguments: ["crun", "runc"])
    func hiddenKernelFilesAreOnlyShownToAPodWhoseUsersAreItsOwn(runtime: String) async throws {
        let daemon = try await TestDaemon(flags: ["--runtime", runtime])
        let hidden =
            "cat /proc/timer_list 2>/dev/null | head -c 1 | wc -c; "
            + "grep -c ' /proc/' /proc/mounts"
        try await daemon.apply(pod("masked", hidden, "", pod: "  hostUsers: false"))
        try await daemon.apply(
            pod("unmasked", hidden, "procMount: Unmasked", pod: "  hostUsers: false"))
        #expect(try await log(daemon, "masked").hasPrefix("0\n"))
        #expect(try await log(daemon, "unmasked").hasSuffix("\n0\n"))
        let refused = try await daemon.swiftlet(
            "apply", "-f", "-", input: pod("shown", "true", "procMount: Unmasked"))
        #expect(
            refused.error.contains("`hostUsers` must be false to use `Unmasked`"), "\(refused)")
        try await daemon.tearDown()
    }

    @Test func groupsOfTheImageCountUnlessThePolicyIsStrict() async throws {
        let daemon = try await TestDaemon()
        for policy in ["Merge", "Strict"] {
            try await daemon.apply(
                Manifests.pod(
                    policy.lowercased(), script: "id -G", restartPolicy: "Never",
                    extra: """
                          securityContext: {runAsUser: 65534, runAsGroup: 3000, supplementalGroups: [4000], supplementalGroupsPolicy: \(policy)}
                        """))
        }
        #expect(try await log(daemon, "strict") == "3000 4000\n")
        #expect(try await log(daemon, "merge") == "3000 4000 65533\n")
        let merged = try #require(try await daemon.pod("merge"))
        #expect(
            merged.container("main")?.value(at: "user", "linux", "supplementalGroups")
                == [3000, 65533, 4000])
        try await daemon.tearDown()
    }
}
