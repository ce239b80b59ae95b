import MonitorCore
import Testing

@Suite struct ExitRecordTests {
    @Test func exitCode() {
        let record = ExitRecord(waitStatus: 7 << 8, finishedAt: 12, outOfMemory: false)
        #expect(record.text == "code=7\nsignal=0\nfinished=12\noom=0\n")
    }

    @Test func signalWithCoreDump() {
        let record = ExitRecord(waitStatus: 11 | 0x80, finishedAt: 1, outOfMemory: true)
        #expect(record.text == "code=139\nsignal=11\nfinished=1\noom=1\n")
    }

    @Test func outOfMemoryEvents() {
        #expect(ExitRecord.countsKill("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"))
        #expect(!ExitRecord.countsKill("oom_kill_disable 1\nunder_oom 0\noom_kill 0\n"))
        #expect(
            ExitRecord.countsKill("low 0\nhigh 0\nmax 9\noom 2\noom_kill 2\noom_group_kill 0\n"))
        #expect(!ExitRecord.countsKill(""))
    }
}
