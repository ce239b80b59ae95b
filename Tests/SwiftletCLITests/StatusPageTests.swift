import JSON
import KubernetesAPI
import Testing

@testable import SwiftletCLI

@Suite struct StatusPageTests {
    @Test func showsWhatIsKnown() throws {
        let status: JSONValue = [
            "version": "0.1.0", "kubernetesVersion": "v1.37.0", "pid": 4711,
            "startedAt": "2026-11-22T20:00:00Z", "server": "https://127.0.0.1:6443",
            "ociRuntime": [
                "name": "runc", "path": "/usr/sbin/runc", "version": "1.1.5",
                "reason": "crun cannot run here",
            ],
            "cgroup": ["version": 1, "root": "kubepods"], "pods": ["total": 2, "running": 1],
            "images": ["count": 1], "disk": ["images": 4_812_345, "state": 81_920],
        ]
        let now = try #require(Timestamp("2026-11-22T20:05:00Z"))
        #expect(
            StatusPage(status, now: now).text == """
                Swiftlet:     0.1.0 (Kubernetes v1.37.0)
                Running:      process 4711, up 5m
                Server:       https://127.0.0.1:6443
                OCI runtime:  runc 1.1.5 (/usr/sbin/runc); crun cannot run here
                cgroups:      v1, root kubepods
                Pods:         2 (1 running)
                Images:       1
                Disk use:     4.81MB images, 81.9kB state

                """)
    }

    @Test(
        "what confines containers shows where the kernel has AppArmor",
        arguments: [
            ([:], nil), (["enabled": false], nil),
            (
                ["enabled": true, "defaultProfile": "swiftlet-default"],
                "AppArmor:  containers get swiftlet-default"
            ),
            (
                ["enabled": true],
                "AppArmor:  containers get no profile: apparmor_parser is missing, install apparmor"
            ),
        ] as [(JSONValue, String?)])
    func appArmor(_ found: JSONValue, expected: String?) throws {
        let now = try #require(Timestamp("2026-11-22T20:05:00Z"))
        let lines = StatusPage(["appArmor": found], now: now).text.split(separator: "\n")
        #expect(lines.first { $0.hasPrefix("AppArmor") } == expected.map { $0[...] })
    }

    @Test(
        arguments: [
            (0, "0B"), (999, "999B"), (1000, "1kB"), (4_812_345, "4.81MB"), (81_920, "81.9kB"),
            (123_456_789, "123MB"), (999_600_000, "1GB"),
        ] as [(Int64, String)])
    func writesSizesShortly(bytes: Int64, expected: String) {
        #expect(ByteCount.text(bytes) == expected)
    }

    @Test func listsImagesByTheirNames() throws {
        let images: [JSONValue] = [
            [
                "id": "sha256:0123456789abcdef", "size": 4_812_345,
                "tags": ["docker.io/library/busybox:latest", "localhost:5000/b:1"],
                "createdAt": "2026-11-22T20:00:00Z",
            ],
            ["id": "sha256:ff", "size": 1, "digests": ["example.com/a@sha256:1"], "tags": []],
        ]
        let now = try #require(Timestamp("2026-11-22T20:05:00Z"))
        #expect(
            ImageTable.text(images, wholeIDs: false, now: now) == """
                IMAGE                       TAG      IMAGE ID       SIZE     PULLED
                docker.io/library/busybox   latest   0123456789ab   4.81MB   5m
                localhost:5000/b            1        0123456789ab   4.81MB   5m
                example.com/a               <none>   ff             1B       <unknown>

                """)
    }

    @Test func drawsProgress() {
        #expect(
            PullProgress.line([
                "step": "layer sha256:0123456789abcdef", "completedBytes": 500, "totalBytes": 1000,
            ]) == "layer 0123456789ab  [###############...............] 500B/1kB")
        #expect(PullProgress.line(["step": "manifest", "totalBytes": 0]) == "manifest")
        var hidden = PullProgress(.nothing)
        #expect(hidden.show(["step": "manifest"]) == "")
    }

    @Test func drawsHowMuchOfAnArchiveIsThrough() {
        let start = ContinuousClock.now
        let progress = TransferProgress("saving", total: 1000, .bars)
        #expect(progress.advance(by: 100, now: start).contains("saving  [###...") == true)
        #expect(progress.advance(by: 100, now: start + .milliseconds(99)) == "", "not too often")
        let later = progress.advance(by: 300, now: start + .milliseconds(100))
        #expect(later.contains("[###############...............] 500B/1kB"), "\(later)")
        #expect(progress.clear() == "\r\u{1B}[J" && progress.clear() == "")
        let unknown = TransferProgress("sending the archive", total: 0, .bars)
        #expect(
            unknown.advance(by: 2000, now: start) == "\rsending the archive  2kB\u{1B}[K\u{1B}[J")
        for form in [PullProgress.Form.lines, .nothing] {
            let hidden = TransferProgress("saving", total: 1000, form)
            #expect(hidden.advance(by: 100, now: start) == "" && hidden.clear() == "")
        }
    }

    @Test func drawsALineForEachLayer() {
        let step: JSONValue = [
            "step": "layer sha256:bb", "completedBytes": 150, "totalBytes": 300,
            "layers": [
                ["digest": "sha256:aa", "state": "done", "completedBytes": 100, "totalBytes": 100],
                [
                    "digest": "sha256:bb", "state": "downloading", "completedBytes": 50,
                    "totalBytes": 100,
                ],
                [
                    "digest": "sha256:cc", "state": "waiting", "completedBytes": 0,
                    "totalBytes": 100,
                ],
                ["digest": "sha256:dd", "state": "present", "completedBytes": 9, "totalBytes": 9],
            ],
        ]
        var lines = PullProgress(.lines)
        #expect(lines.show(step) == "layer aa  100B done\n")
        #expect(lines.show(step) == "" && lines.clear() == "", "each once")
        var progress = PullProgress(.bars)
        let first = progress.show(step)
        #expect(first.hasPrefix("\rlayer bb  [###############...............] 50B/100B"))
        #expect(first.contains("1 of 3 layers"))
        #expect(progress.show(step).hasPrefix("\r\u{1B}[1A"))
        #expect(progress.clear() == "\r\u{1B}[1A\u{1B}[J")
        #expect(progress.clear() == "")
    }

    @Test func findsTheDaemonsFolders() {
        let none: (String) -> String? = { _ in nil }
        #expect(
            DaemonFolders(root: nil, runFolder: nil, read: none).socket
                == "/run/swiftlet/swiftlet.sock")
        #expect(DaemonFolders(root: "/x", runFolder: nil, read: none).runFolder == "/x/run")
        #expect(DaemonFolders(root: "/x", runFolder: "/r", read: none).runFolder == "/r")
        let recorded = DaemonFolders(root: "/x", runFolder: nil) {
            $0 == "/x/daemon.json" ? #"{"runDir":"/y"}"# : nil
        }
        #expect(recorded.runFolder == "/y")
    }
}
