import Testing

@testable import Kubelet

/// The arithmetic of grace periods: hook and waiting are subtracted in whole seconds.
@Suite struct ContainerEndingTests {
    private let now: Int64 = 1_800_000_000 * .second

    private func at(_ seconds: Double) -> Int64 { now + Int64(seconds * 1e9) }

    @Test("the seconds of the hook and of the waiting are subtracted, each truncated")
    func truncation() {
        var ending = ContainerEnding(gracePeriod: 30, hasHook: true, now: now)
        #expect(ending.step == .hook)
        ending.endHook(now: at(3.9))
        #expect(ending.step == .turn)
        #expect(ending.gracePeriod == 27)
        #expect(ending.left(at: at(3.9 + 4.9)) == 23)
        #expect(ending.deadline == at(30.9))
    }

    @Test("nothing is left below zero, and no hook runs without time")
    func bounds() {
        var ending = ContainerEnding(gracePeriod: 2, hasHook: true, now: now)
        ending.endHook(now: at(7))
        #expect(ending.gracePeriod == 0)
        #expect(ContainerEnding(gracePeriod: 0, hasHook: true, now: now).step == .turn)
    }

    @Test("a signal has its own deadline")
    func signal() {
        var ending = ContainerEnding(gracePeriod: 30, hasHook: false, now: now)
        ending.signal(gracePeriod: 2, now: at(30))
        #expect(ending.step == .signalled(until: at(32)))
    }
}
