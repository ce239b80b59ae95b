import Foundation
import JSON
import Testing

/// Pods that ask for what this machine does not give, and RuntimeClasses.
@Suite struct RejectionTests {
    @Test func forbiddenSettingsAndProfilesFailThePod() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "tuned", script: "cat /proc/sys/net/ipv4/tcp_syncookies", restartPolicy: "Never",
                extra: """
                      securityContext:
                        sysctls: [{name: net.ipv4.tcp_syncookies, value: "0"}]
                    """))
        try await daemon.apply(
            Manifests.pod(
                "unsafe", script: "true",
                extra: """
                      securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}]}
                    """))
        let unsafe = try await daemon.pod("unsafe", "failed") {
            $0.value(at: "status", "phase") == "Failed"
        }
        #expect(unsafe.value(at: "status", "reason") == "SysctlForbidden")
        #expect(
            unsafe.value(at: "status", "message")
                == "Pod was rejected: forbidden sysctl: \"kernel.msgmax\" not allowlisted")
        _ = try await daemon.pod("tuned", "ended") {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        #expect(try await daemon.kubectl("logs", "tuned").output == "0\n")
        guard !FileManager.default.fileExists(atPath: "/sys/module/apparmor") else {
            return try await daemon.tearDown()
        }
        try await daemon.apply(
            Manifests.pod(
                "armoured", script: "true",
                extra: "  securityContext: {appArmorProfile: {type: RuntimeDefault}}"))
        let armoured = try await daemon.pod("armoured", "failed") {
            $0.value(at: "status", "phase") == "Failed"
        }
        #expect(armoured.value(at: "status", "reason") == "AppArmor")
        try await daemon.tearDown()
    }

    @Test func aRuntimeClassChoosesTheRuntime() async throws {
        let daemon = try await TestDaemon()
        for name in ["runc", "crun", "nothing"] {
            try await daemon.apply(
                """
                apiVersion: node.k8s.io/v1
                kind: RuntimeClass
                metadata: {name: by-\(name)}
                handler: \(name)
                """)
            try await daemon.apply(
                Manifests.pod(
                    name, script: "sleep 1000", extra: "  runtimeClassName: by-\(name)"))
        }
        for name in ["runc", "crun"] {
            let pod = try await daemon.running(name)
            let id = try #require(pod.containerID("main"))
            let configuration = try String(
                contentsOfFile: "\(daemon.root)/run/containers/\(id)/monitor.conf", encoding: .utf8)
            #expect(configuration.contains("/\(name)\n"), "\(configuration)")
        }
        _ = try await eventually("the Pod says what is wrong") {
            let events = try await daemon.kubectl("get", "events").output
            return events.contains("no runtime for \"nothing\" is configured") ? true : nil
        }
        // The runtimes are known again after a restart.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        for name in ["runc", "crun"] {
            let pod = try await daemon.running(name)
            #expect(pod.restartCount("main") == 0)
            _ = try await daemon.kubectl("delete", "pod", name)
        }
        try await daemon.tearDown()
    }
}
