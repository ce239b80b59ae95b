import JSON
import Testing

@testable import ContainerRuntime

struct HostDeviceTests {
    @Test func devicesAreFoundWithTheirNumbers() throws {
        let devices = HostDevice.all()
        let null = try #require(devices.first { $0.path == "/dev/null" })
        #expect(null.major == 1)
        #expect(null.minor == 3)
        #expect(!null.isBlock)
        #expect(null.specification["type"] == "c")
        #expect(!devices.contains { $0.path.hasPrefix("/dev/pts/") || $0.path == "/dev/ptmx" })
    }
}
