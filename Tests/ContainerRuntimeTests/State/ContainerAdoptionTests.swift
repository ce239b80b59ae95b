import Glibc
import LinuxSystem
import Testing

@testable import ContainerRuntime

struct ContainerAdoptionTests {
    private let process = ProcessIdentity(id: getpid())!
    private let exit = ContainerExit(exitCode: 7, finishedAt: 90)

    private func decide(
        _ phase: ContainerRecord.Phase, exit: ContainerExit? = nil, monitorAlive: Bool = false,
        processAlive: Bool = false, held: Bool = false
    ) -> ContainerAdoption {
        ContainerAdoption.decide(
            ContainerRemains(
                phase: phase, exit: exit, monitorAlive: monitorAlive, processAlive: processAlive,
                held: held))
    }

    @Test func whatDidNotRunStaysAsItWas() {
        #expect(decide(.created) == .settle(.created))
        #expect(decide(.failed(exit)) == .settle(.exited(startedAt: nil, exit)))
        #expect(decide(.removing, monitorAlive: true) == .finishRemoval)
    }

    @Test func aHalfMadeStartIsTakenBack() {
        #expect(decide(.starting) == .undoStart)
        #expect(decide(.starting, monitorAlive: true, held: true) == .undoStart)
    }

    @Test func whatRunsIsWatched() {
        let running = ContainerRecord.Phase.running(startedAt: 5, process)
        #expect(
            decide(running, monitorAlive: true, processAlive: true)
                == .watch(startedAt: 5, process))
        // Its process has ended and the monitor is about to say how.
        #expect(decide(running, monitorAlive: true) == .watch(startedAt: 5, process))
        #expect(
            decide(running, monitorAlive: true, held: true) == .watch(startedAt: 5, process))
    }

    @Test func whatWasRecordedButNotReleasedIsReleased() {
        let running = ContainerRecord.Phase.running(startedAt: 5, process)
        #expect(
            decide(running, monitorAlive: true, processAlive: true, held: true)
                == .release(startedAt: 5, process))
    }

    @Test func whatEndedMeanwhileIsToldFromItsRecord() {
        let running = ContainerRecord.Phase.running(startedAt: 5, process)
        #expect(decide(running, exit: exit) == .settle(.exited(startedAt: 5, exit)))
        #expect(
            decide(running, exit: exit, monitorAlive: true)
                == .settle(.exited(startedAt: 5, exit)))
    }

    @Test func withoutMonitorAndRecordNobodyKnows() {
        let running = ContainerRecord.Phase.running(startedAt: 5, process)
        #expect(decide(running) == .abandon)
        #expect(decide(running, processAlive: true) == .abandon)
    }
}
