import KubernetesAPI

/// A GET request to a container, as the kubelet makes it.
struct HTTPRequest: Sendable, Hashable {
    struct Header: Sendable, Hashable {
        var name: String
        var value: String
    }

    var isSecure: Bool
    /// A name or an address without brackets.
    var host: String
    var port: Int
    /// Path and query.
    var target: String
    /// `Host` included.
    var headers: [Header]

    /// - Parameters:
    ///   - address: the Pod's.
    ///   - agent: as in `kube-probe/1.37`.
    /// - Throws: `PortError`.
    init(
        _ action: HTTPGetAction, of container: KubernetesAPI.Container, address: String,
        agent: String
    ) throws(PortError) {
        isSecure = action.scheme.rawValue.uppercased() == "HTTPS"
        host = action.host.isEmpty ? address : action.host
        port = try container.number(of: action.port)
        target = Self.target(action.path)
        headers = []
        let given = action.httpHeaders.map { Header(name: $0.name, value: $0.value) }
        let hosts = given.filter { $0.name.lowercased() == "host" }
        headers.append(Header(name: "Host", value: hosts.first?.value ?? authority))
        headers += given.filter { $0.name.lowercased() != "host" }
        addDefault("User-Agent", "\(agent)/1.37")
        addDefault("Accept", "*/*")
        headers.append(Header(name: "Connection", value: "close"))
    }

    /// As messages name it.
    var url: String { "\(isSecure ? "https" : "http")://\(authority)\(target)" }

    /// `10.88.0.5:80`, `[fd00::5]:80`
    var authority: String { Self.authority(host, port) }

    static func authority(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The same without TLS and without what must not be seen on the way.
    var withoutTLS: HTTPRequest {
        var plain = self
        plain.isSecure = false
        plain.headers.removeAll { $0.name.lowercased() == "authorization" }
        return plain
    }

    /// Where an answer sends the caller; nil where that is another host, which is not followed.
    func redirected(to location: String) -> HTTPRequest? {
        var next = self
        let rest: Substring
        if location.hasPrefix("//") {
            rest = location.dropFirst(2)
        } else if let scheme = location.firstRange(of: "://") {
            next.isSecure = location[..<scheme.lowerBound].lowercased() == "https"
            rest = location[scheme.upperBound...]
        } else {
            next.target = Self.target(resolved(location))
            return next
        }
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        next.target = Self.target(String(rest[end...]))
        guard let (name, port) = Self.split(rest[..<end]), name == host else { return nil }
        next.port = port ?? (next.isSecure ? 443 : 80)
        next.headers[0].value = next.authority
        return next
    }

    /// A location without a host, as RFC 3986 (5.2.2) has it but for dots in paths.
    private func resolved(_ location: String) -> String {
        let path = target.prefix { $0 != "?" }
        if location.isEmpty { return target }
        if location.hasPrefix("/") { return location }
        if location.hasPrefix("?") { return path + location }
        return path[...(path.lastIndex(of: "/") ?? path.startIndex)] + location
    }

    private mutating func addDefault(_ name: String, _ value: String) {
        guard let present = headers.firstIndex(where: { $0.name.lowercased() == name.lowercased() })
        else {
            headers.append(Header(name: name, value: value))
            return
        }
        // Given as empty, it is not sent.
        if headers[present].value.isEmpty { headers.remove(at: present) }
    }

    /// What may not stand in a request line is left out of it.
    private static func target(_ path: String) -> String {
        var target = ""
        for scalar in path.unicodeScalars {
            if scalar == "#" { break }
            if scalar.isASCII, scalar.value > 0x20, scalar.value != 0x7F {
                target.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    let digits = String(byte, radix: 16, uppercase: true)
                    target += "%" + (digits.count < 2 ? "0" : "") + digits
                }
            }
        }
        return target.hasPrefix("/") ? target : "/" + target
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        let bare = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        if bare.hasPrefix("["), let end = bare.firstIndex(of: "]") {
            let port = bare[bare.index(after: end)...].dropFirst()
            return (String(bare[bare.index(after: bare.startIndex)..<end]), Int(port))
        }
        let parts = bare.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, parts.count <= 2 else { return nil }
        return (String(host), parts.count == 2 ? Int(parts[1]) : nil)
    }
}
