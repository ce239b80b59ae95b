import CLinux
import LinuxSystem

/// The bridge that is the Pods' way to the world, and its address, by which they reach this machine.
///
/// The CNI plugin would make it with the first Pod. It is made before, so that what Pods are to
/// reach can listen on its address; the plugin then finds it as it would have made it.
struct PodGateway: Sendable, Hashable {
    let bridge: String
    /// The first address of the Pods' network: what host-local takes for a gateway.
    let address: UInt32
    let prefixLength: UInt32

    /// - Returns: nil where the network is no IPv4 network in the form `10.88.0.0/16`.
    init?(_ configuration: NetworkConfiguration) {
        let parts = configuration.podCIDR.split(separator: "/", omittingEmptySubsequences: false)
        let numbers = parts.first?.split(separator: ".", omittingEmptySubsequences: false)
            .compactMap { UInt8($0) }
        guard parts.count == 2, let length = UInt32(parts[1]), (1...30).contains(length),
            let numbers, numbers.count == 4
        else { return nil }
        let network = numbers.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        bridge = configuration.bridge
        prefixLength = length
        address = (network & Self.mask(length)) + 1
    }

    /// `10.88.0.1`
    var text: String {
        [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xFF) }.joined(separator: ".")
    }

    /// Makes the bridge; fine where it is there.
    ///
    /// - Throws: `SystemError`.
    func make() throws {
        guard
            clinux_make_bridge(bridge, address.bigEndian, Self.mask(prefixLength).bigEndian) == 0
        else { throw SystemError("make the bridge", bridge) }
    }

    /// Removes a bridge; fine where there is none.
    static func remove(bridge: String) {
        _ = clinux_remove_bridge(bridge)
    }

    private static func mask(_ length: UInt32) -> UInt32 {
        length == 0 ? 0 : ~0 << (32 - length)
    }
}

extension NetworkConfiguration {
    /// The address by which Pods reach this machine where the network is Swiftlet's own; nil where
    /// `podCIDR` is no IPv4 network.
    public var gatewayAddress: String? { PodGateway(self)?.text }
}
