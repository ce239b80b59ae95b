import Glibc

/// A name under which a server is reached.
public enum SubjectName: Sendable, Hashable {
    case dns(String)
    /// IPv4 or IPv6.
    case address(String)

    /// Nil for what is neither an address nor a host name.
    public init?(_ host: String) {
        if Self.isAddress(host) {
            self = .address(host)
        } else if Self.isHostName(host) {
            self = .dns(host.lowercased())
        } else {
            return nil
        }
    }

    /// OpenSSL's notation in a `subjectAltName`.
    var extensionText: String {
        switch self {
        case .dns(let name): "DNS:\(name)"
        case .address(let address): "IP:\(address)"
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        var storage = in6_addr()
        return inet_pton(AF_INET, text, &storage) == 1 || inet_pton(AF_INET6, text, &storage) == 1
    }

    private static func isHostName(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"),
                        UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }
}
