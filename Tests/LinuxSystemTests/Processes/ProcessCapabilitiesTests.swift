import Testing

@testable import LinuxSystem

struct ProcessCapabilitiesTests {
    @Test func onlyWhatIsBothPermittedAndBoundedCanBeHandedOn() {
        let status = """
            Name:\tinit
            CapInh:\t0000000000000000
            CapPrm:\t000001fffeffffff
            CapEff:\t000001fffeffffff
            CapBnd:\t00000000000000ff
            """
        #expect(ProcessCapabilities.inheritable(inStatus: status) == 0xFF)
        #expect(ProcessCapabilities.inheritable(inStatus: "") == 0)
    }
}
