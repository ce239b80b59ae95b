import Glibc
import Testing

@testable import LinuxSystem

@Suite(.enabled(if: getuid() == 0, "cgroups need root"))
struct CgroupClearingTests {
    @Test func whatRunsInAGroupIsGoneBeforeTheGroupIs() throws {
        let cgroups = try CgroupHierarchy.detect()
        let group = "swiftlet-clearing-\(getpid())/inner"
        try cgroups.create(group)
        var processes: [pid_t] = []
        for _ in 0..<20 {
            let pid = try ChildProcess.spawn("/bin/sleep", ["60"], environment: [])
            processes.append(pid)
            for mountPoint in cgroups.mountPoints {
                try File.write(
                    Array("\(pid)".utf8), to: "\(mountPoint.path)/\(group)/cgroup.procs")
            }
        }
        try cgroups.clear("swiftlet-clearing-\(getpid())")
        #expect(!cgroups.exists("swiftlet-clearing-\(getpid())"))
        for pid in processes { #expect(try ChildProcess.wait(pid) == 128 + Int(SIGKILL)) }
        try cgroups.clear("swiftlet-clearing-\(getpid())")
    }
}
