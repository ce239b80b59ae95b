import Glibc
import Testing

@testable import LinuxSystem

struct ProcessIdentityTests {
    @Test func startTimeIsFoundBehindAnyName() {
        let head = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 "
        #expect(ProcessIdentity.startTime(inStat: Array((head + "987654 20 21").utf8)) == 987_654)
        #expect(ProcessIdentity.startTime(inStat: Array("42 (a) S 1 2".utf8)) == nil)
        #expect(ProcessIdentity.startTime(inStat: []) == nil)
    }

    @Test func signalsOnlyTheProcessThatWasMeant() throws {
        let pid = try ChildProcess.spawn("/bin/sleep", ["60"], environment: [])
        let process = try #require(ProcessIdentity(id: pid))
        var other = process
        other.startTime -= 1
        #expect(try other.signal(SIGKILL) == false)
        #expect(try process.signal(SIGTERM))
        #expect(try ChildProcess.wait(pid) == 128 + Int(SIGTERM))
        #expect(try process.signal(SIGKILL) == false)
        #expect(ProcessIdentity(id: pid) == nil)
    }
}
