import KubernetesAPI
import Testing

@testable import Kubelet

/// The number of a container that the runtime does not know any more.
@Suite struct FirstAttemptTests {
    private func status(_ id: String, restarts: Int32) -> ContainerStatus {
        .with {
            $0.containerID = id
            $0.restartCount = restarts
        }
    }

    @Test("one more than what was reported, else than the newest log")
    func numbers() {
        #expect(FirstAttempt.number(previous: nil, logNames: []) == 0)
        #expect(
            FirstAttempt.number(
                previous: nil, logNames: ["0.log", "2.log", "2.log.20261122-190000.gz", "x"]) == 3)
        #expect(
            FirstAttempt.number(previous: status("swiftlet://a", restarts: 4), logNames: []) == 5)
        #expect(
            FirstAttempt.number(previous: status("", restarts: 4), logNames: ["1.log"]) == 4)
    }
}
