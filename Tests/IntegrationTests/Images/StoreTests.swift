import Foundation
import JSON
import Testing

/// Containers on what the store makes of images.
@Suite struct StoreTests {
    @Test func aContainerOf128LayersAndAVolumeOfThem() async throws {
        let folder = try TestFolder()
        // Busybox's layer is one of them.
        try await ScriptedRegistry.makeImage(layers: 127, of: 100, in: folder.path + "/layout")
        let registry = try await ScriptedRegistry(layout: folder.path + "/layout")
        let daemon = try await TestDaemon()
        let image = "\(registry.host)/app:1"
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: deep}
            spec:
              restartPolicy: Never
              volumes: [{name: data, image: {reference: "\(image)"}}]
              containers:
              - name: main
                image: "\(image)"
                command: [sh, -c, "cat /last; ls /layers | wc -l; cat /data/last; (echo x > /data/last) 2>/dev/null || echo read only"]
                volumeMounts: [{name: data, mountPath: /data}]
            """)
        _ = try await daemon.pod("deep", "has ended") {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        let log = try await daemon.kubectl("logs", "deep").output.split(separator: "\n")
        #expect(log.prefix(3) == ["126", "127", "126"] && log.last == "read only", "\(log)")
        // One download for both; the image stays while the Pod is there.
        let blobs = registry.requests.filter { $0.contains("/blobs/") }
        #expect(blobs.count == 129 && Set(blobs).count == blobs.count)
        let refused = try await daemon.swiftlet("rmi", image)
        #expect(refused.status == 1 && refused.error.contains("is in use"))
        try await daemon.tearDown()
    }

    /// A folder on overlayfs cannot be the writable layer of another one.
    @Test func aContainerWhereOverlayfsDoesNotWork() async throws {
        let folder = try TestFolder()
        let root = TestRun.path()
        let mount = try await Command.run(
            "sh", "-c",
            """
            set -e; cd \(folder.path); mkdir lower upper work \(root)
            mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work \(root)
            """)
        #expect(mount.status == 0, "\(mount.error)")
        let daemon = try await TestDaemon(root: root)
        #expect(daemon.command.errorSoFar.contains("are copied"))
        try await daemon.apply(
            Manifests.pod(
                "copied",
                script:
                    "echo new > /etc/passwd; rm /etc/group; cat /etc/group /etc/passwd 2>/dev/null; sleep 1000"
            ))
        let pod = try await daemon.running("copied")
        _ = try await eventually("the container has written") {
            try await daemon.kubectl("logs", "copied").output == "new\n" ? true : nil
        }
        // What a container writes stays its own.
        try await daemon.apply(Manifests.pod("other", script: "cat /etc/passwd; sleep 1000"))
        _ = try await daemon.running("other")
        let text = try await eventually("the other one has read") {
            let text = try await daemon.kubectl("logs", "other").output
            return text.isEmpty ? nil : text
        }
        #expect(text.hasPrefix("root:"))
        #expect(try await daemon.swiftlet("images", "verify").status == 0)
        // The container outlives its daemon here, too.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        let again = try await daemon.running("copied")
        #expect(again.containerID("main") == pod.containerID("main"))
        try await daemon.tearDown()
        #expect(try await Command.run("umount", root).status == 0)
        try? FileManager.default.removeItem(atPath: root)
    }
}
