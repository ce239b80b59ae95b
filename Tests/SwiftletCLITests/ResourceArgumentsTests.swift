import Testing

@testable import SwiftletCLI

@Suite struct ResourceArgumentsTests {
    private typealias Group = ResourceArguments.Group

    @Test func typesWithNames() throws {
        #expect(try ResourceArguments(["pods"]).groups == [Group(type: "pods", names: [])])
        #expect(
            try ResourceArguments(["pod", "a", "b"]).groups
                == [Group(type: "pod", names: ["a", "b"])])
        #expect(
            try ResourceArguments(["pods,events"]).groups
                == [Group(type: "pods", names: []), Group(type: "events", names: [])])
    }

    @Test func pairs() throws {
        #expect(
            try ResourceArguments(["pod/a", "pod/b", "ns/lab"]).groups
                == [Group(type: "pod", names: ["a", "b"]), Group(type: "ns", names: ["lab"])])
    }

    @Test(arguments: [[], ["pod", "pod/a"], ["pod/a", "b"], ["pod/"], ["a/b/c"]] as [[String]])
    func refuses(arguments: [String]) {
        #expect(throws: CommandError.self) { try ResourceArguments(arguments) }
    }
}
