import Foundation
import Testing

/// What containers can leave behind on a machine.
struct Leftovers: Equatable {
    var mounts: [String]
    var cgroups: [String]
    var interfaces: [String]
    var firewallRules: [String]
    var processes: [String]

    /// Everything of that kind that is there now and has to do with Swiftlet.
    static func snapshot() async throws -> Leftovers {
        func lines(_ script: String) async throws -> [String] {
            try await Command.run("sh", "-c", script).lines.sorted()
        }
        return Leftovers(
            mounts: try await lines("cut -d' ' -f5 /proc/self/mountinfo"),
            cgroups: try await lines("find /sys/fs/cgroup -type d"),
            interfaces: try await lines("ls /sys/class/net"),
            firewallRules: try await lines(
                "nft list tables; iptables-save 2>/dev/null | grep '^-A'; true"),
            processes: try await lines(
                // A zombie has ended; when it is collected is up to the machine's process 1.
                "ps -eo stat=,pid=,args= | awk '$1 !~ /^Z/ && $3 ~ /swiftlet|runc|crun/'"))
    }

    /// Fails for each thing that was not there before.
    static func expectUnchanged(since before: Leftovers) async throws {
        let now = try await snapshot()
        #expect(now.mounts.filter { !before.mounts.contains($0) } == [])
        #expect(now.cgroups.filter { !before.cgroups.contains($0) } == [])
        #expect(now.interfaces.filter { !before.interfaces.contains($0) } == [])
        #expect(now.firewallRules.filter { !before.firewallRules.contains($0) } == [])
        #expect(now.processes.filter { !before.processes.contains($0) } == [])
    }
}
