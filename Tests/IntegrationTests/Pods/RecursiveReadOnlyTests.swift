import Foundation
import JSON
import Testing

/// Mounts that are read-only with all that is mounted below them.
@Suite struct RecursiveReadOnlyTests {
    @Test(arguments: ["crun", "runc"]) func whatIsMountedBelowIsReadOnlyToo(runtime: String)
        async throws
    {
        let folder = TestRun.path("-recursive")
        let inner = folder + "/inner"
        try FileManager.default.createDirectory(
            atPath: inner, withIntermediateDirectories: true)
        _ = try await Command.run("mount", "-t", "tmpfs", "none", inner)
        let daemon = try await TestDaemon(flags: ["--runtime", runtime])
        try await daemon.apply(
            Manifests.pod(
                "reader",
                script: "for i in /plain /plain/inner /deep /deep/inner; do "
                    + "if touch $i/file 2>/dev/null; then echo $i written; else echo $i not; fi; "
                    + "done",
                restartPolicy: "Never",
                extra: """
                        volumeMounts:
                        - {name: data, mountPath: /plain, readOnly: true}
                        - {name: data, mountPath: /deep, readOnly: true, recursiveReadOnly: Enabled}
                      volumes: [{name: data, hostPath: {path: \(folder)}}]
                    """))
        _ = try await daemon.pod("reader", "ended") {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        let log = try await daemon.kubectl("logs", "reader").output
        #expect(log == "/plain not\n/plain/inner written\n/deep not\n/deep/inner not\n", "\(log)")
        _ = try await daemon.kubectl("delete", "pod", "reader")
        try await daemon.tearDown()
        _ = try await Command.run("umount", inner)
        try FileManager.default.removeItem(atPath: folder)
    }
}
