import Foundation
import Glibc

/// Ports and addresses of Pods that no other test has at the same time, whichever process it is in.
///
/// The first port is held here for as long as the lot is, which is how others know that it is taken.
final class Lot: Sendable {
    private static let count = 480
    private static let portsOfEach = 10

    private let number: Int
    private let holder: Int32

    init() throws {
        // A run that was killed may have left a bridge behind, which is no reason to fail.
        let used = Set(Self.interfaceAddresses())
        let first = Int.random(in: 0..<Self.count)
        for step in 0..<Self.count {
            let number = (first + step) % Self.count
            if !used.contains(where: { $0 & 0xFFFF_F000 == Self.network(number) }),
                let holder = Self.hold(port: Self.port(number, 0))
            {
                self.number = number
                self.holder = holder
                return
            }
        }
        throw CommandFailure(description: "all ports from \(Self.port(0, 0)) on are taken")
    }

    deinit { close(holder) }

    /// - Parameter index: 1 to 9.
    func port(_ index: Int) -> Int { Self.port(number, index) }

    /// Not among those that a daemon chooses by itself.
    var podCIDR: String {
        let network = Self.network(number)
        return "10.\(network >> 16 & 0xFF).\(network >> 8 & 0xFF).0/20"
    }

    /// Below those that the kernel gives to clients.
    private static func port(_ number: Int, _ index: Int) -> Int {
        14_000 + number * portsOfEach + index
    }

    /// One of the networks of 4,094 addresses from 10.224.0.0 on.
    private static func network(_ number: Int) -> UInt32 {
        10 << 24 | (224 << 16) + UInt32(number) << 12
    }

    private static func hold(port: Int) -> Int32? {
        let holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(holder, $0, size) }
        }
        if result == 0 && listen(holder, 1) == 0 { return holder }
        close(holder)
        return nil
    }

    private static func interfaceAddresses() -> [UInt32] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        return sequence(first: first, next: { $0?.pointee.ifa_next }).compactMap { entry in
            guard let address = entry?.pointee.ifa_addr,
                address.pointee.sa_family == sa_family_t(AF_INET)
            else { return nil }
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt32(bigEndian: $0.pointee.sin_addr.s_addr)
            }
        }
    }
}
