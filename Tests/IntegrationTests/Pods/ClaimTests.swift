import Foundation
import JSON
import Testing

/// PersistentVolumeClaims of Pods: whose their files are, who waits for them, and which are refused.
@Suite(.serialized)
struct ClaimTests {
    private func log(_ daemon: TestDaemon, _ pod: String) async throws -> String {
        _ = try await daemon.pod(pod, "ended") {
            ["Succeeded", "Failed"].contains($0.value(at: "status", "phase")?.stringValue)
        }
        return try await daemon.kubectl("logs", pod).output
    }

    @Test func groupsOfAClaimChangeByThePolicy() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
            """)
        func run(_ name: String, _ group: Int, _ policy: String, _ script: String) async throws
            -> String
        {
            try await daemon.apply(
                Manifests.pod(
                    name, script: script, restartPolicy: "Never",
                    extra: """
                            volumeMounts: [{name: v, mountPath: /v}]
                          securityContext: {fsGroup: \(group), fsGroupChangePolicy: \(policy)}
                          volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
                        """))
            let log = try await log(daemon, name)
            _ = try await daemon.kubectl("delete", "pod", name)
            return log
        }
        let show = "stat -c %g /v /v/a /v/b 2>/dev/null | tr '\\n' ' '"
        #expect(
            try await run(
                "first", 500, "Always", "touch /v/a /v/b; chgrp 7 /v/b; chmod 600 /v/b; \(show)")
                == "500 500 7 ")
        // The folder is right: nothing below it is looked at.
        #expect(try await run("second", 500, "OnRootMismatch", show) == "500 500 7 ")
        #expect(
            try await run("third", 500, "Always", show + "; stat -c %a /v/b") == "500 500 500 660\n"
        )
        #expect(try await run("fourth", 600, "OnRootMismatch", show) == "600 600 600 ")
        try await daemon.tearDown()
    }

    /// Like kube-scheduler, the kubelet gives a claim of one Pod to no other.
    @Test func aPodThatNamesItsNodeWaitsForAClaimOfAnother() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOncePod], resources: {requests: {storage: 1Mi}}}
            """)
        func user(_ name: String, node: String = "") -> String {
            Manifests.pod(
                name, script: "hostname > /v/who; exec sleep 1000",
                extra: """
                        volumeMounts: [{name: v, mountPath: /v}]
                    \(node)
                      volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
                    """)
        }
        try await daemon.apply(user("first"))
        let first = try await daemon.running("first")
        let node = try #require(first.value(at: "spec", "nodeName")?.stringValue)
        try await daemon.apply(user("second", node: "  nodeName: \(node)"))
        func isTold() async throws {
            _ = try await eventually("it says what it waits for") {
                try await daemon.kubectl("describe", "pod", "second").output.contains(
                    "MountVolume.SetUp failed for volume \"v\" : volume uses the ReadWriteOncePod access mode and is already in use by another pod"
                ) ? true : nil
            }
        }
        try await isTold()
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        try await isTold()
        let waiting = try #require(try await daemon.pod("second"))
        #expect(waiting.value(at: "status", "phase") == "Pending")
        _ = try await daemon.kubectl("delete", "pod", "first")
        _ = try await daemon.running("second")
        try await daemon.tearDown()
    }

    @Test func aClaimThatAFolderCannotBeSaysWhy() async throws {
        let daemon = try await TestDaemon()
        for (name, field) in [
            ("block", "volumeMode: Block"),
            ("clone", "dataSource: {kind: PersistentVolumeClaim, name: other}"),
            ("gold", "volumeAttributesClassName: gold"),
        ] {
            try await daemon.apply(
                """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: \(name)}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}, \(field)}
                ---

                """
                    + Manifests.pod(
                        "uses-" + name, script: "true",
                        extra: "  volumes: [{name: v, persistentVolumeClaim: {claimName: \(name)}}]"
                    ))
        }
        for (name, reason) in [
            ("block", "block volumes cannot be made here"),
            ("clone", "volumes cannot be filled from a dataSource here"),
            ("gold", "volumeAttributesClassName \"gold\" has no meaning for a folder"),
        ] {
            _ = try await eventually("\(name) says why") {
                let text = try await daemon.kubectl("describe", "pvc", name).output
                return text.contains("ProvisioningFailed")
                    && text.contains(
                        "failed to provision volume with StorageClass \"local-path\": \(reason)")
                    ? true : nil
            }
        }
        let refused = try await daemon.swiftlet(
            "apply", "-f", "-",
            input: Manifests.pod(
                "template", script: "true",
                extra: """
                      volumes:
                      - name: v
                        ephemeral:
                          volumeClaimTemplate:
                            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}, volumeMode: Block}
                    """))
        #expect(refused.status != 0)
        #expect(
            refused.error.contains(
                "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeMode"), "\(refused)")
        try await daemon.tearDown()
    }
}
