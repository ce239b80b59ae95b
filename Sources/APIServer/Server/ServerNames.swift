import AccessControl
import Glibc
import NIOCore

/// The names that the server's certificate carries.
enum ServerNames {
    /// - Parameter host: where the server listens; a wildcard adds the addresses of all interfaces.
    ///   Pods reach it by `podAddress`, or by the name of its Service.
    static func all(listening host: String, podAddress: String? = nil) -> [SubjectName] {
        var names: [SubjectName] = [
            .dns("localhost"), .address("127.0.0.1"), .address("::1"), .dns("kubernetes"),
            .dns("kubernetes.default"), .dns("kubernetes.default.svc"),
            .dns("kubernetes.default.svc.cluster.local"),
        ]
        let candidates =
            [hostName, host, podAddress ?? ""]
            + (["0.0.0.0", "::"].contains(host) ? addresses : [])
        for name in candidates.compactMap({ SubjectName($0) }) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static var addresses: [String] {
        let devices = (try? System.enumerateDevices()) ?? []
        return devices.compactMap { $0.address?.ipAddress }
            // Link-local addresses carry a zone, which no certificate can.
            .filter { !$0.contains("%") }
    }
}
