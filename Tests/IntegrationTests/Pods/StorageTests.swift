import Foundation
import JSON
import Testing

/// Volumes that outlive Pods, images as volumes, and files of variables.
@Suite struct StorageTests {
    private static let claim = """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 1Gi}}
        """

    private func user(_ name: String, _ script: String, claim: String = "data") -> String {
        Manifests.pod(
            name, script: script, restartPolicy: "Never",
            extra: """
                    volumeMounts: [{name: v, mountPath: /data}]
                  volumes: [{name: v, persistentVolumeClaim: {claimName: \(claim)}}]
                """)
    }

    private func ended(_ daemon: TestDaemon, _ name: String) async throws -> String {
        _ = try await daemon.pod(name, "ended") { $0.value(at: "status", "phase") == "Succeeded" }
        return try await daemon.kubectl("logs", name).output
    }

    private func claimPhase(_ daemon: TestDaemon) async throws -> String {
        try await daemon.kubectl("get", "pvc", "data", "-o", "jsonpath={.status.phase}").output
    }

    @Test func aClaimGetsAFolderThatOutlivesPodsAndGoesWithTheClaim() async throws {
        let daemon = try await TestDaemon()
        // The Pod comes first, and waits for its claim.
        try await daemon.apply(user("writer", "echo kept > /data/file"))
        _ = try await eventually("the Pod says what it waits for") {
            let events = try await daemon.kubectl("get", "events").output
            return events.contains("persistentvolumeclaim \"data\" not found") ? true : nil
        }
        let waiting = try await daemon.pod("writer")?.value(at: "status", "phase")
        #expect(waiting == "Pending")
        let description = try await daemon.kubectl("describe", "pod", "writer").output
        #expect(description.contains("FailedScheduling"), "\(description)")
        try await daemon.apply(Self.claim)
        _ = try await ended(daemon, "writer")
        #expect(try await claimPhase(daemon) == "Bound")
        let volumes = try await daemon.kubectl("get", "pv").output
        #expect(volumes.contains("default/data") && volumes.contains("local-path"), "\(volumes)")

        try await daemon.apply(user("reader", "cat /data/file; sleep 1000"))
        _ = try await daemon.running("reader")
        _ = try await daemon.kubectl("delete", "pod", "writer")
        // In use it only begins to go.
        _ = try await daemon.kubectl("delete", "pvc", "data", "--wait=false")
        let ending = try await daemon.kubectl("get", "pvc", "data", "-o", "yaml").output
        #expect(ending.contains("deletionTimestamp"))
        #expect(try await daemon.log("reader") == "kept\n")
        let folder = daemon.root + "/volumes"
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        _ = try await daemon.kubectl("delete", "pod", "reader")
        _ = try await eventually("claim, volume and folder are gone") {
            let left = try await daemon.kubectl("get", "pvc,pv", "-o", "name").output
            let folders = try FileManager.default.contentsOfDirectory(atPath: folder)
            return left.isEmpty && folders.isEmpty ? true : nil
        }
        try await daemon.tearDown()
    }

    @Test func aVolumeOfOnesOwnIsBoundByClassAndStaysWhatItWas() async throws {
        let daemon = try await TestDaemon()
        let folder = daemon.root + "/mine"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try "before\n".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
        try await daemon.apply(
            """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: mine}
            spec:
              storageClassName: manual
              capacity: {storage: 2Gi}
              accessModes: [ReadWriteOnce]
              hostPath: {path: \(folder)}
            """)
        try await daemon.apply(Self.claim + "\n  storageClassName: manual")
        // Without a Pod: the class binds at once.
        _ = try await eventually("the claim is bound") {
            try await claimPhase(daemon) == "Bound" ? true : nil
        }
        try await daemon.apply(user("user", "cat /data/file; echo after > /data/file"))
        #expect(try await ended(daemon, "user") == "before\n")
        _ = try await daemon.kubectl("delete", "pod", "user")
        _ = try await daemon.kubectl("delete", "pvc", "data")
        _ = try await eventually("the volume is released") {
            let phase = try await daemon.kubectl(
                "get", "pv", "mine", "-o", "jsonpath={.status.phase}"
            ).output
            return phase == "Released" ? true : nil
        }
        #expect(try String(contentsOfFile: folder + "/file", encoding: .utf8) == "after\n")
        try await daemon.tearDown()
    }

    @Test func anEphemeralClaimGoesWithItsPod() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "scratch", script: "touch /data/x; stat -c %g /data/x; sleep 1000",
                extra: """
                        volumeMounts: [{name: v, mountPath: /data}]
                      securityContext: {fsGroup: 4321}
                      volumes:
                      - name: v
                        ephemeral:
                          volumeClaimTemplate:
                            spec:
                              accessModes: [ReadWriteOnce]
                              resources: {requests: {storage: 1Mi}}
                    """))
        _ = try await daemon.running("scratch")
        #expect(
            try await daemon.kubectl("get", "pvc", "-o", "name").output
                == "persistentvolumeclaim/scratch-v\n")
        _ = try await eventually("the volume has the Pod's group") {
            try await daemon.kubectl("logs", "scratch").output == "4321\n" ? true : nil
        }
        _ = try await daemon.kubectl("delete", "pod", "scratch")
        _ = try await eventually("claim and volume are gone") {
            try await daemon.kubectl("get", "pvc,pv", "-o", "name").output.isEmpty ? true : nil
        }
        try await daemon.tearDown()
    }

    @Test func aClaimOfTheNameOfAPodsOwnIsNotTakenForIt() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.claim.replacing("{name: data}", with: "{name: scratch-v}"))
        try await daemon.apply(
            Manifests.pod(
                "scratch", script: "true",
                extra: """
                      volumes:
                      - name: v
                        ephemeral:
                          volumeClaimTemplate:
                            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
                    """))
        _ = try await eventually("the Pod says whose it is") {
            try await daemon.kubectl("describe", "pod", "scratch").output.contains(
                "PVC default/scratch-v was not created for pod default/scratch (pod is not owner)")
                ? true : nil
        }
        let pod = try #require(try await daemon.pod("scratch"))
        #expect(pod.value(at: "status", "phase") == "Pending")
        try await daemon.tearDown()
    }

    @Test func aClaimThatIsReadIsNotWritten() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.claim)
        try await daemon.apply(
            Manifests.pod(
                "reader",
                script: "touch /data/x 2>/dev/null || echo read-only; stat -c %g /data",
                restartPolicy: "Never",
                extra: """
                        volumeMounts: [{name: v, mountPath: /data}]
                      securityContext: {fsGroup: 4321}
                      volumes: [{name: v, persistentVolumeClaim: {claimName: data, readOnly: true}}]
                    """))
        #expect(try await ended(daemon, "reader") == "read-only\n0\n")
        try await daemon.tearDown()
    }

    @Test func anImageIsAVolumeAndAFileGivesVariables() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: mixed}
            spec:
              restartPolicy: Never
              initContainers:
              - name: setup
                image: busybox
                command: [sh, -c, "printf \\"COLOR='deep red'\\\\n\\" > /config/vars"]
                volumeMounts: [{name: config, mountPath: /config}]
              containers:
              - name: main
                image: busybox
                command:
                - sh
                - -c
                - |
                  echo "$COLOR"
                  cat /image/etc/passwd | head -1 | cut -d: -f1
                  ls /etc-only
                  touch /image/x 2>/dev/null || echo read-only
                  /image/bin/busybox true 2>/dev/null || echo no-exec
                env:
                - name: COLOR
                  valueFrom: {fileKeyRef: {volumeName: config, path: vars, key: COLOR}}
                volumeMounts:
                - {name: image, mountPath: /image}
                - {name: image, mountPath: /etc-only, subPath: etc}
              volumes:
              - {name: config, emptyDir: {}}
              - {name: image, image: {reference: busybox, pullPolicy: IfNotPresent}}
            """)
        let log = try await ended(daemon, "mixed")
        #expect(log == "deep red\nroot\ngroup\npasswd\nread-only\nno-exec\n")
        _ = try await daemon.kubectl("delete", "pod", "mixed")
        let mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        #expect(!mounts.contains(daemon.root + "/snapshots/containers/volume-"))
        try await daemon.tearDown()
    }

    @Test func aClaimForOnePodIsHadByOneAfterTheOther() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Self.claim.replacing("ReadWriteOnce]", with: "ReadWriteOncePod]"))
        try await daemon.apply(user("first", "echo kept > /data/file; exec sleep 1000"))
        _ = try await daemon.running("first")
        try await daemon.apply(user("second", "cat /data/file"))
        let description = try await daemon.kubectl("describe", "pod", "second").output
        #expect(
            description.contains(
                "0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode."
            ), "\(description)")
        _ = try await daemon.kubectl("delete", "pod", "first", "--grace-period=1")
        #expect(try await ended(daemon, "second") == "kept\n")
        _ = try await daemon.kubectl("delete", "pod", "second")
        _ = try await daemon.kubectl("delete", "pvc", "data")
        try await daemon.tearDown()
    }

    @Test func aMissingKeyOfAFileHoldsTheContainerAndSaysSo() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "keyless", script: "true",
                extra: """
                        env:
                        - name: X
                          valueFrom: {fileKeyRef: {volumeName: v, path: none, key: X}}
                      volumes: [{name: v, emptyDir: {}}]
                    """))
        let pod = try await daemon.pod("keyless", "waits") {
            $0.container("main")?.value(at: "state", "waiting", "reason")
                == "CreateContainerConfigError"
        }
        let message = pod.container("main")?.value(at: "state", "waiting", "message")?.stringValue
        #expect(message == "couldn't parse env file \"none\": no such file or directory")
        try await daemon.tearDown()
    }
}
