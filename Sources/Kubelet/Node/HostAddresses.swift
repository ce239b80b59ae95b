import Glibc

/// The addresses by which this machine is known to its Pods.
public enum HostAddresses {
    /// The first IPv4 address of an interface that is up and no loopback, leaving out those named;
    /// `127.0.0.1` where there is none.
    ///
    /// - Parameter excluded: names of interfaces, such as the Pods' bridge.
    public static func current(excluding excluded: Set<String> = []) -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return ["127.0.0.1"] }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            guard !excluded.contains(String(cString: entry.pointee.ifa_name)),
                isUsable(entry.pointee.ifa_flags), let address = text(of: entry.pointee.ifa_addr)
            else { continue }
            return [address]
        }
        return ["127.0.0.1"]
    }

    private static func isUsable(_ flags: UInt32) -> Bool {
        let up: UInt32 = 0x1  // IFF_UP
        let loopback: UInt32 = 0x8  // IFF_LOOPBACK
        return flags & up != 0 && flags & loopback == 0
    }

    private static func text(of address: UnsafeMutablePointer<sockaddr>?) -> String? {
        guard let address, Int32(address.pointee.sa_family) == AF_INET else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            inet_ntop(AF_INET, &$0.pointee.sin_addr, &buffer, socklen_t(buffer.count))
                .map { String(cString: $0) }
        }
    }
}
