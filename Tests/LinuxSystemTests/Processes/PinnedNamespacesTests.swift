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

    @Test func aUserNamespaceOwnsTheOthers() throws {
        let folder = "/tmp/swiftlet-users-\(getpid())"
        try File.makeFolders(folder)
        defer { try? File.removeTree(folder) }
        let range = UserIDRange(first: 1 << 30)
        try PinnedNamespaces.create(
            [.user, .network, .ipc, .uts], in: folder, hostName: "inner-name",
            sysctls: ["net/ipv4/tcp_fin_timeout": "23", "kernel/shm_rmid_forced": "1"],
            users: range)
        defer { try? PinnedNamespaces.remove(in: folder) }
        #expect(PinnedNamespaces.arePinned([.user, .network, .ipc, .uts], in: folder))

        // Root there may do with the rest what root may.
        let result = try ChildProcess.run(
            "/usr/bin/nsenter",
            [
                "--user=\(folder)/user", "--net=\(folder)/netns", "--uts=\(folder)/uts",
                "--ipc=\(folder)/ipc", "sh", "-c",
                """
                cat /proc/self/uid_map /proc/self/gid_map; uname -n; hostname changed; uname -n
                cat /proc/sys/net/ipv4/tcp_fin_timeout /proc/sys/kernel/shm_rmid_forced
                """,
            ], environment: ["PATH=/usr/bin:/bin"])
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: " ").joined(separator: " ") }
        let map = "0 \(range.first) 65536"
        #expect(lines == [map, map, "inner-name", "changed", "23", "1"])
    }
}
