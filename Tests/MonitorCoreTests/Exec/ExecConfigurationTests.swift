import MonitorCore
import Testing

@Suite struct ExecConfigurationTests {
    private func records(_ texts: String...) -> [UInt8] {
        texts.flatMap { text in
            [UInt8(text.utf8.count & 0xFF), UInt8(text.utf8.count >> 8), 0, 0] + Array(text.utf8)
        }
    }

    @Test func everyKey() throws {
        var bytes = records(
            "pid=77", "start-time=1234", "cgroup=/c/a", "cgroup=/c/b", "arg=sh", "arg=-c",
            "arg=a=b\nc", "env=PATH=/bin", "cwd=/w", "uid=1", "gid=2", "group=3", "group=4",
            "umask=63", "bounding=18446744073709551615", "effective=5", "permitted=6",
            "inheritable=7", "ambient=8", "no-new-privileges=1", "oom-score-adj=-5",
            "rlimit=7:10:18446744073709551615", "terminal=1", "columns=80", "rows=25",
            "apparmor=p", "selinux=l", "keyring=_ses.x", "newer=1")
        bytes += [12, 0, 0, 0] + Array("seccomp=".utf8) + [0, 0xFF, 0x3D, 0x0A]
        let configuration = try ExecConfiguration(parsing: bytes)
        #expect(configuration.process == 77 && configuration.startTime == 1234)
        #expect(configuration.cgroups == ["/c/a", "/c/b"])
        #expect(configuration.arguments == ["sh", "-c", "a=b\nc"])
        #expect(configuration.environment == ["PATH=/bin"])
        #expect(configuration.workingDirectory == "/w" && configuration.umask == 63)
        #expect(configuration.user == 1 && configuration.group == 2)
        #expect(configuration.additionalGroups == [3, 4])
        #expect(configuration.bounding == .max && configuration.effective == 5)
        #expect(configuration.permitted == 6 && configuration.inheritable == 7)
        #expect(configuration.ambient == 8 && configuration.noNewPrivileges)
        #expect(configuration.oomScoreAdjustment == "-5")
        #expect(configuration.limits.first?.hard == .max)
        #expect(configuration.terminal && configuration.columns == 80 && configuration.rows == 25)
        #expect(configuration.appArmorProfile == "p" && configuration.selinuxLabel == "l")
        #expect(configuration.keyring == "_ses.x")
        #expect(configuration.seccompFilter == [0, 0xFF, 0x3D, 0x0A])
    }

    @Test func refuses() {
        let whole = records("pid=1", "arg=a")
        for count in 1..<whole.count where count != 9 {
            #expect(throws: MonitorError("exec: torn configuration")) {
                try ExecConfiguration(parsing: Array(whole.prefix(count)))
            }
        }
        #expect(throws: MonitorError("exec: arg is missing")) {
            try ExecConfiguration(parsing: records("pid=1"))
        }
        #expect(throws: MonitorError("exec: pid is missing")) {
            try ExecConfiguration(parsing: records("arg=a"))
        }
        #expect(throws: MonitorError("exec: uid=x is not a number")) {
            try ExecConfiguration(parsing: records("uid=x"))
        }
    }
}
