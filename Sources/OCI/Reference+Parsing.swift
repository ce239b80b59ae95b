extension Reference {
    /// Reads an image name and normalises it, by the grammar of the distribution specification.
    ///
    /// - Throws: `ParseError`
    public init(parsing text: String) throws(ParseError) {
        var parser = ReferenceParser(text: text)
        self = try parser.parse()
    }
}

/// Takes an image name apart from its end: digest, tag, registry, repository.
private struct ReferenceParser {
    let text: String

    mutating func parse() throws(Reference.ParseError) -> Reference {
        guard !text.isEmpty else { throw failure("it is empty") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw failure("it has white space or characters outside ASCII")
        }
        var rest = Substring(text)
        let digest = try takeDigest(from: &rest)
        let tag = try takeTag(from: &rest)
        let (registry, path) = try splitRegistry(rest)
        let repository =
            registry == Reference.defaultRegistry && !path.contains("/") ? "library/\(path)" : path
        try checkRepository(repository)
        guard registry.utf8.count + 1 + repository.utf8.count <= 255 else {
            throw failure("registry and repository have more than 255 characters")
        }
        return Reference(
            registry: registry, repository: repository,
            tag: tag ?? (digest == nil ? Reference.defaultTag : nil), digest: digest)
    }

    private func takeDigest(from rest: inout Substring) throws(Reference.ParseError) -> Digest? {
        guard let at = rest.firstIndex(of: "@") else { return nil }
        let digestText = String(rest[rest.index(after: at)...])
        rest = rest[..<at]
        guard let digest = Digest(digestText) else {
            throw failure(
                digestText.hasPrefix("sha256:")
                    ? "a sha256 digest has 64 hexadecimal digits in lower case"
                    : "after '@' comes a digest, sha256: and 64 hexadecimal digits")
        }
        return digest
    }

    private func takeTag(from rest: inout Substring) throws(Reference.ParseError) -> String? {
        guard let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") else { return nil }
        let tag = rest[rest.index(after: colon)...]
        rest = rest[..<colon]
        guard let first = tag.utf8.first, tag.utf8.count <= 128, isWord(first),
            tag.utf8.allSatisfy({ isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
            )
        else {
            throw failure(
                "the tag \"\(tag)\" has to be 1 to 128 letters, digits, '_', '.' and '-', "
                    + "and may not start with '.' or '-'")
        }
        return String(tag)
    }

    /// The part before the first `/` is a registry if it looks like a host: it has a dot, a port or
    /// an upper-case letter, or is `localhost`.
    private func splitRegistry(
        _ name: Substring
    ) throws(Reference.ParseError) -> (registry: String, path: String) {
        guard let slash = name.firstIndex(of: "/") else {
            return (Reference.defaultRegistry, String(name))
        }
        let host = name[..<slash]
        let looksLikeHost =
            host == "localhost" || host.contains { $0 == "." || $0 == ":" || $0.isUppercase }
        guard looksLikeHost else { return (Reference.defaultRegistry, String(name)) }
        try checkHost(host)
        let path = String(name[name.index(after: slash)...])
        let isDockerHub = host == "docker.io" || host == "index.docker.io"
        return (isDockerHub ? Reference.defaultRegistry : String(host), path)
    }

    private func checkHost(_ host: Substring) throws(Reference.ParseError) {
        var name = host
        var port: Substring?
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]"), host.index(after: host.startIndex) < end,
                host[..<end].dropFirst().allSatisfy({ $0.isHexDigit || $0 == ":" })
            else { throw failure("\"\(host)\" is no IPv6 address in brackets") }
            let after = host[host.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else {
                throw failure("\"\(host)\" is no host and port")
            }
            port = after.isEmpty ? nil : after.dropFirst()
            name = "ipv6"
        } else if let colon = host.firstIndex(of: ":") {
            name = host[..<colon]
            port = host[host.index(after: colon)...]
        }
        if let port, UInt16(port) == nil || port.first == "+" {
            throw failure("\"\(port)\" is no port")
        }
        let isValid = name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            guard let first = $0.utf8.first, let last = $0.utf8.last else { return false }
            return isAlphanumeric(first) && isAlphanumeric(last)
                && $0.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
        guard isValid else { throw failure("\"\(host)\" is no registry host") }
    }

    private func checkRepository(_ repository: String) throws(Reference.ParseError) {
        guard !repository.contains(where: \.isUppercase) else {
            throw failure("the repository has to be in lower case")
        }
        for component in repository.split(separator: "/", omittingEmptySubsequences: false)
        where !isPathComponent(component) {
            throw failure(
                component.isEmpty
                    ? "a part of the repository is empty"
                    : "\"\(component)\" may only have lower-case letters and digits, with single "
                        + "'.', '_', '__' or '-' between them")
        }
    }

    /// Letters and digits, with a separator (`.`, `_`, `__` or any number of `-`) only between them.
    private func isPathComponent(_ component: Substring) -> Bool {
        var separator: [UInt8] = []
        var isAtStart = true
        for byte in component.utf8 {
            if isLowercaseOrDigit(byte) {
                guard isSeparator(separator), !isAtStart || separator.isEmpty else { return false }
                separator = []
                isAtStart = false
            } else {
                separator.append(byte)
            }
        }
        return !isAtStart && separator.isEmpty
    }

    private func isSeparator(_ bytes: [UInt8]) -> Bool {
        switch bytes {
        case [], [UInt8(ascii: ".")], [UInt8(ascii: "_")], [UInt8(ascii: "_"), UInt8(ascii: "_")]:
            true
        default: bytes.allSatisfy { $0 == UInt8(ascii: "-") }
        }
    }

    private func isLowercaseOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLowercaseOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private func isWord(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "_")
    }

    private func failure(_ reason: String) -> Reference.ParseError {
        Reference.ParseError(text: text, reason: reason)
    }
}
