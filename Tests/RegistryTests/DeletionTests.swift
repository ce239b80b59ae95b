import JSON
import KubernetesAPI
import Testing

@testable import Registry

@Suite struct DeletionTests {
    private let now = Timestamp(secondsSince1970: 1_800_000_000)

    private func decide(
        _ metadata: JSONValue, asked: Int64? = nil, ownGrace: Int64 = 0, isHeld: Bool = false
    ) -> Deletion {
        Deletion.decide(
            ["metadata": metadata], asked: asked, ownGrace: ownGrace, isHeld: isHeld, now: now)
    }

    private func marked(_ end: String, grace: Int64, generation: Int64? = nil) -> Deletion {
        var metadata: JSONValue = [
            "deletionTimestamp": .string(end), "deletionGracePeriodSeconds": .integer(grace),
        ]
        metadata["generation"] = generation.map { .integer($0) }
        return .mark(["metadata": metadata])
    }

    @Test func whatNobodyWaitsForGoes() {
        #expect(decide([:]) == .remove)
        #expect(decide([:], isHeld: true) == marked("2027-01-15T08:00:00Z", grace: 0))
    }

    @Test func graceCountsAGenerationOnce() {
        #expect(
            decide(["generation": 4], ownGrace: 30)
                == marked("2027-01-15T08:00:30Z", grace: 30, generation: 5))
        let ending: JSONValue = [
            "generation": 5, "deletionTimestamp": "2027-01-15T08:00:30Z",
            "deletionGracePeriodSeconds": 30,
        ]
        #expect(
            decide(ending, asked: 10, ownGrace: 10)
                == marked("2027-01-15T08:00:10Z", grace: 10, generation: 5))
    }

    /// What is longer than time is could not be shortened any more.
    @Test func graceEndsWhileThereIsTime() {
        #expect(decide([:], ownGrace: .max) == marked("2095-02-02T11:14:07Z", grace: 2_147_483_647))
        let ending: JSONValue = [
            "deletionTimestamp": "2095-02-02T11:14:07Z",
            "deletionGracePeriodSeconds": 2_147_483_647,
        ]
        #expect(decide(ending, asked: 1, ownGrace: 1) == marked("2027-01-15T08:00:01Z", grace: 1))
    }

    @Test func graceIsOnlyShortened() {
        let ending: JSONValue = [
            "deletionTimestamp": "2027-01-15T08:00:30Z", "deletionGracePeriodSeconds": 30,
        ]
        #expect(decide(ending) == .unchanged)
        #expect(decide(ending, asked: 30) == .unchanged)
        #expect(decide(ending, asked: 31) == .unchanged)
        // A negative number stands for the shortest grace.
        #expect(decide(ending, asked: -5) == marked("2027-01-15T08:00:01Z", grace: 1))
        #expect(decide(ending, asked: 0) == .remove)
        #expect(
            decide(ending, asked: 0, isHeld: true) == marked("2027-01-15T08:00:00Z", grace: 0))
    }

    @Test func finalizersAreTheLastToGo() {
        let ended: JSONValue = [
            "deletionTimestamp": "2027-01-15T08:00:00Z", "deletionGracePeriodSeconds": 0,
        ]
        #expect(decide(ended, isHeld: true) == .unchanged)
        #expect(decide(ended) == .remove)
        #expect(Deletion.isFinished(["metadata": ended], isHeld: false))
        #expect(!Deletion.isFinished(["metadata": ended], isHeld: true))
        #expect(!Deletion.isFinished(["metadata": [:]], isHeld: false))
    }
}
