/// What connects Pod sandboxes to each other and to the world.
///
/// Every call may be repeated.
protocol PodNetwork: Sendable {
    /// Readies the host, and takes back what sandboxes that are no more have left.
    ///
    /// - Parameter sandboxes: ids of the sandboxes that are there.
    /// - Returns: the address of this machine that only Pods reach; nil where there is none.
    func prepare(sandboxes: Set<String>) async throws -> String?
    /// Connects a network namespace, and leads ports of the machine to it.
    ///
    /// - Returns: the Pod's addresses, IPv4 first.
    func connect(
        sandboxID: String, namespacePath: String, pod: PodSandboxMetadata, ports: [PortMapping]
    ) async throws -> [String]
    /// Takes a connection back; fine where there is none.
    func disconnect(sandboxID: String, namespacePath: String, pod: PodSandboxMetadata) async throws
    /// Removes everything from the host that `prepare` and `connect` made.
    func tearDown() async
}
