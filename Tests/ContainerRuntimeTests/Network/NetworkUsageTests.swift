import Testing

@testable import ContainerRuntime

@Suite struct NetworkUsageTests {
    @Test func theTableOfTheKernelIsRead() {
        let table = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                lo: 1000 10 0 0 0 0 0 0 1000 10 0 0 0 0 0 0
              eth0:  726      9    3    0    0     0          0         0     656       8    4    0    0     0       0          0

            """
        #expect(
            NetworkUsage.parse(table) == [
                NetworkUsage(
                    interface: "eth0", receivedBytes: 726, receiveErrors: 3, sentBytes: 656,
                    sendErrors: 4)
            ])
        #expect(NetworkUsage.parse("eth0: 1 2 3").isEmpty)
    }
}
