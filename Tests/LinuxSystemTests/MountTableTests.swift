import Testing

@testable import LinuxSystem

@Suite struct MountTableTests {
    @Test func mountPointsAreReadInOrderAndUnescaped() {
        let text = """
            22 27 0:20 / /proc rw,relatime - proc proc rw
            30 27 0:26 / /with\\040space\\134 rw - overlay overlay rw,lowerdir=/a
            """
        #expect(MountTable.parse(text) == ["/proc", "/with space\\"])
    }

    @Test func theMachinesOwnTableHasTheRoot() throws {
        #expect(try MountTable.current().contains("/"))
    }
}
