import Glibc
import Testing

@testable import ContainerRuntime

struct StopSignalTests {
    @Test(arguments: [
        ("SIGQUIT", SIGQUIT), ("quit", SIGQUIT), ("3", SIGQUIT), ("SIGRTMIN+3", 37),
        ("RTMAX-1", 63), ("SIGRTMIN", 34), ("SIGWINCH", SIGWINCH),
    ])
    func signalsAreUnderstood(text: String, number: Int32) {
        #expect(StopSignal.number(text) == number)
    }

    @Test(arguments: ["", "SIG", "SIGNONE", "0", "65", "-1", "SIGRTMIN+99", "SIGRTMAX+1"])
    func othersAreNot(text: String) {
        #expect(StopSignal.number(text) == nil)
    }
}
