import Testing

@testable import Kubelet

@Suite struct CrashBackOffTests {
    private let settings = BackOffSettings()
    private let second: Int64 = 1_000_000_000

    @Test("the first restart is at once, later ones wait 10 s doubling to 300 s")
    func doubling() {
        var backOff = CrashBackOff()
        var now: Int64 = 1000 * second
        #expect(backOff.end(finishedAt: now, now: now) == nil)
        var delays: [Int64] = []
        for _ in 0..<7 {
            backOff.advance(finishedAt: now, now: now, settings)
            delays.append(backOff.delay / second)
            #expect(backOff.end(finishedAt: now, now: now) == now + backOff.delay)
            now += backOff.delay
        }
        #expect(delays == [10, 20, 40, 80, 160, 300, 300])
    }

    @Test("running for more than 600 s starts it again")
    func reset() {
        var backOff = CrashBackOff()
        backOff.advance(finishedAt: 0, now: 0, settings)
        backOff.advance(finishedAt: 0, now: 0, settings)
        let ended = 601 * second
        #expect(backOff.end(finishedAt: ended, now: ended) == nil)
        backOff.advance(finishedAt: ended, now: ended, settings)
        #expect(backOff.delay == 10 * second)
        // However short the longest delay is.
        let short = BackOffSettings(initial: .seconds(1), maximum: .seconds(60))
        backOff = CrashBackOff()
        for _ in 0..<8 { backOff.advance(finishedAt: 0, now: 0, short) }
        backOff.advance(finishedAt: 600 * second, now: 600 * second, short)
        #expect(backOff.delay == 60 * second)
    }
}
