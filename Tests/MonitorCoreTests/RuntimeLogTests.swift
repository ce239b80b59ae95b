import MonitorCore
import Testing

@Suite struct RuntimeLogTests {
    @Test func runc() {
        let log = #"""
            {"level":"warning","msg":"cannot toggle freezer","time":"2026-11-22T20:00:00Z"}
            {"level":"error","msg":"runc create failed: exec: \"/bin/x\": stat /bin/x: no such file","time":"2026-11-22T20:00:00Z"}
            {"level":"info","msg":"done","time":"2026-11-22T20:00:00Z"}
            """#
        #expect(
            RuntimeLog.lastError(log)
                == #"runc create failed: exec: "/bin/x": stat /bin/x: no such file"#)
    }

    @Test func crun() {
        let log = #"{"msg":"open `/dev`:\nNo such \u0066ile","level":"error","pid":12,"time":"x"}"#
        #expect(RuntimeLog.lastError(log) == "open `/dev`: No such file")
    }

    @Test func noErrorOrTornLine() {
        #expect(RuntimeLog.lastError("") == nil)
        #expect(RuntimeLog.lastError(#"{"level":"info","msg":"fine"}"#) == nil)
        #expect(RuntimeLog.lastError(#"{"level":"error","msg":"half"#) == nil)
    }

    @Test func lastLineOfStandardError() {
        #expect(RuntimeLog.lastLine("one\ntwo\n \n") == "two")
        #expect(RuntimeLog.lastLine("\n") == nil)
    }
}
