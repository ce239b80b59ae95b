/// The little of URLs that following a registry needs.
enum RegistryURL {
    /// `https://host:port` in lower case; nil where it is no http or https URL.
    static func origin(_ url: String) -> String? {
        guard let end = url.range(of: "://") else { return nil }
        let scheme = url[..<end.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        var host = url[end.upperBound...].prefix { !"/?#".contains($0) }.lowercased()
        let defaultPort = scheme == "https" ? ":443" : ":80"
        if host.hasSuffix(defaultPort) { host.removeLast(defaultPort.count) }
        guard !host.isEmpty, !host.contains("@") else { return nil }
        return "\(scheme)://\(host)"
    }

    /// The address that a `Location` stands for, absolute or beginning with a slash.
    static func resolve(_ location: String, from url: String) -> String? {
        if origin(location) != nil { return location }
        guard let origin = origin(url) else { return nil }
        if location.hasPrefix("//") {
            let scheme = origin.prefix { $0 != ":" }
            let target = "\(scheme):\(location)"
            return self.origin(target) == nil ? nil : target
        }
        return location.hasPrefix("/") ? origin + location : nil
    }

    /// `text` as a value in a query.
    static func escape(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if byte < 0x80,
                scalar.properties.isAlphabetic || (0x30...0x39).contains(byte)
                    || "-._~".unicodeScalars.contains(scalar)
            {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}

extension String {
    /// Where `text` first occurs.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
