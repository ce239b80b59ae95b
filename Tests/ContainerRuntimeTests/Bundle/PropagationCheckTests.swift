import Testing

@testable import ContainerRuntime

@Suite struct PropagationCheckTests {
    private static let table = """
        21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        22 21 0:5 / /shared rw,relatime shared:7 - tmpfs none rw
        23 21 0:6 / /slave rw,relatime master:7 - tmpfs none rw
        24 21 0:7 / /both rw,relatime shared:9 master:7 - tmpfs none rw
        """

    private static let none = "path \"/a\" is mounted on \"/\" but it is not a"

    @Test(
        "mounts go both ways on a shared mount, to the container on a slave too",
        arguments: [
            ("21", .bidirectional, none + " shared mount"),
            ("21", .hostToContainer, none + " shared or slave mount"),
            ("22", .bidirectional, nil), ("22", .hostToContainer, nil),
            (
                "23", .bidirectional,
                "path \"/a\" is mounted on \"/slave\" but it is not a shared mount"
            ),
            ("23", .hostToContainer, nil), ("24", .bidirectional, nil),
            ("99", .bidirectional, nil),
        ] as [(String, ContainerMount.Propagation, String?)])
    func refusals(id: String, propagation: ContainerMount.Propagation, expected: String?) {
        let mount = ContainerMount(
            hostPath: "/a", containerPath: "/b", propagation: propagation)
        #expect(
            PropagationCheck.refusal(of: mount, mountID: id, table: Self.table) == expected)
    }
}
