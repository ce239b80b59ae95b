import Glibc
import Testing

@testable import LinuxSystem

@Suite(.enabled(if: getuid() == 0, "namespaces need root"))
struct PinnedNamespacesTests {
    @Test func namespacesLiveInFilesUntilTheyAreRemoved() throws {
        let folder = "/tmp/swiftlet-namespaces-\(getpid())"
        try File.makeFolders(folder)
        defer { try? File.removeTree(folder) }

        try PinnedNamespaces.create(in: folder, hostName: "inner-name")
        defer { try? PinnedNamespaces.remove(in: folder) }
        #expect(PinnedNamespaces.arePinned(in: folder))

        let result = try ChildProcess.run(
            "/usr/bin/nsenter",
            [
                "--net=\(folder)/netns", "--uts=\(folder)/uts", "--ipc=\(folder)/ipc", "sh", "-c",
                "uname -n; cat /sys/class/net/lo/flags /proc/sys/net/ipv4/ip_unprivileged_port_start",
            ], environment: ["PATH=/usr/bin:/bin"])
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.first == "inner-name")
        #expect(lines.last == "0")

        try PinnedNamespaces.remove(in: folder)
        #expect(!PinnedNamespaces.arePinned(in: folder))
        try PinnedNamespaces.remove(in: folder)
    }
}
