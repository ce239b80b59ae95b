import JSON
import Testing

@testable import ContainerRuntime

@Suite struct SeccompFilterTests {
    @Test func theDefaultProfileCompiles() throws {
        let filter = try SeccompFilter.compile(
            SeccompProfile.render(capabilities: ["CAP_CHOWN"], architecture: "x86_64"))
        // struct sock_filter has eight bytes; the first instruction loads the architecture.
        #expect(filter.count % 8 == 0 && filter.count > 800)
        #expect(filter.prefix(8) == [0x20, 0, 0, 0, 4, 0, 0, 0])
    }

    @Test(
        arguments: [
            ["defaultAction": "SCMP_ACT_NOTHING"],
            [
                "defaultAction": "SCMP_ACT_ALLOW",
                "syscalls": [
                    [
                        "names": ["read"], "action": "SCMP_ACT_ERRNO",
                        "args": [["index": 9, "op": "SCMP_CMP_EQ", "value": 1]],
                    ]
                ],
            ],
        ] as [JSONValue])
    func whatIsNoProfileIsRefused(profile: JSONValue) {
        #expect(throws: SeccompFilter.Failure.self) { try SeccompFilter.compile(profile) }
    }

    @Test func unknownCallsArePassedOver() throws {
        let filter = try SeccompFilter.compile([
            "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"],
            "syscalls": [["names": ["no_such_call", "read"], "action": "SCMP_ACT_ALLOW"]],
        ])
        #expect(!filter.isEmpty)
    }
}
