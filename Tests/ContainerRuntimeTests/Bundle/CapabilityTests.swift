import Testing

@testable import ContainerRuntime

struct CapabilityTests {
    private let all = Set(Capability.names)

    @Test func bitsHaveTheKernelsNumbers() {
        #expect(Capability.names(in: 1 << 21) == ["CAP_SYS_ADMIN"])
        #expect(Capability.names(in: 1 << 40) == ["CAP_CHECKPOINT_RESTORE"])
        // What /proc/PID/status shows in a container of containerd or Docker.
        #expect(Capability.names(in: 0xA804_25FB) == Capability.defaults)
    }

    @Test func addedAndDroppedAreTakenWithAndWithoutPrefix() {
        let security = ContainerSecurity(
            addedCapabilities: ["net_admin", "CAP_SYS_TIME"], droppedCapabilities: ["MKNOD"])
        let (granted, withheld) = Capability.resolve(security, available: all)
        #expect(
            Set(granted)
                == Capability.defaults.union(["CAP_NET_ADMIN", "CAP_SYS_TIME"])
                .subtracting(["CAP_MKNOD"]))
        #expect(withheld.isEmpty)
    }

    @Test func droppingAllLeavesWhatIsAdded() {
        let security = ContainerSecurity(
            addedCapabilities: ["CHOWN"], droppedCapabilities: ["ALL"])
        #expect(Capability.resolve(security, available: all).granted == ["CAP_CHOWN"])
    }

    @Test func whatThisProcessLacksIsWithheld() {
        let available = all.subtracting(["CAP_SYS_RESOURCE"])
        let security = ContainerSecurity(addedCapabilities: ["SYS_RESOURCE"])
        let (granted, withheld) = Capability.resolve(security, available: available)
        #expect(Set(granted) == Capability.defaults)
        #expect(withheld == ["CAP_SYS_RESOURCE"])
    }

    @Test func privilegedAndAllGiveWhatThereIs() {
        let available = all.subtracting(["CAP_SYS_RESOURCE"])
        for security in [
            ContainerSecurity(privileged: true), ContainerSecurity(addedCapabilities: ["ALL"]),
        ] {
            let (granted, withheld) = Capability.resolve(security, available: available)
            #expect(Set(granted) == available)
            #expect(withheld.isEmpty)
        }
    }
}
