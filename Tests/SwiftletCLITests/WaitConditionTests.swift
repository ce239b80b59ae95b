import JSON
import Testing

@testable import SwiftletCLI

@Suite struct WaitConditionTests {
    @Test(
        arguments: [
            ("condition=Ready", .condition(type: "Ready", value: "True")),
            ("condition=Ready=false", .condition(type: "Ready", value: "false")),
            ("delete", .delete), ("create", .create),
            (
                "jsonpath={.status.phase}=Running",
                .value(path: ["status", "phase"], text: "Running")
            ),
            ("jsonpath='{.status.podIP}'", .value(path: ["status", "podIP"], text: nil)),
            ("Ready", nil), ("jsonpath=status", nil), ("condition=", nil),
        ] as [(String, WaitCondition?)])
    func parses(argument: String, expected: WaitCondition?) {
        #expect(WaitCondition(argument: argument) == expected)
    }

    private let pod: JSONValue = [
        "status": ["phase": "Running", "conditions": [["type": "Ready", "status": "True"]]]
    ]

    @Test func judgesObjects() {
        #expect(WaitCondition.condition(type: "ready", value: "true").isMet(by: pod))
        #expect(!WaitCondition.condition(type: "Ready", value: "False").isMet(by: pod))
        #expect(!WaitCondition.condition(type: "Other", value: "True").isMet(by: pod))
        #expect(WaitCondition.value(path: ["status", "phase"], text: "Running").isMet(by: pod))
        #expect(!WaitCondition.value(path: ["status", "podIP"], text: nil).isMet(by: pod))
        #expect(WaitCondition.delete.isMet(by: nil))
        #expect(!WaitCondition.delete.isMet(by: pod))
        #expect(WaitCondition.create.isMet(by: pod))
    }

    @Test(
        arguments: [
            ("90s", .seconds(90)), ("1h30m", .seconds(5400)), ("500ms", .milliseconds(500)),
            ("1.5m", .seconds(90)), ("0", .zero), ("-1s", .seconds(-1)), ("5", nil), ("s", nil),
            ("", nil), ("1d", nil),
        ] as [(String, Duration?)])
    func readsDurations(argument: String, expected: Duration?) {
        #expect(DurationArgument(argument: argument)?.duration == expected)
    }
}
