import JSON

/// How a Pod resolves names.
enum DNSValidation {
    // What the C library can read from resolv.conf.
    static let maximumNameservers = 3
    static let maximumSearchPaths = 32
    static let maximumSearchCharacters = 2048

    @FieldErrorList static func configuration(_ dns: Field, policy: String) -> [FieldError] {
        if policy == "None", !dns.isSet {
            dns.required("must provide `dnsConfig` when `dnsPolicy` is None")
        } else if policy == "None", dns["nameservers"].isEmpty {
            dns["nameservers"].required(
                "must provide at least one DNS nameserver when `dnsPolicy` is None")
        } else {
            nameservers(dns["nameservers"])
            searches(dns["searches"])
            for option in dns["options"].elements where option["name"].isEmpty {
                option.required("must not be empty")
            }
        }
    }

    @FieldErrorList private static func nameservers(_ servers: Field) -> [FieldError] {
        if servers.count > maximumNameservers {
            servers.invalid("must not have more than \(maximumNameservers) nameservers")
        }
        for server in servers.elements { server.invalid(IPAddress.problems(server.text)) }
    }

    @FieldErrorList private static func searches(_ searches: Field) -> [FieldError] {
        if searches.count > maximumSearchPaths {
            searches.invalid("must not have more than \(maximumSearchPaths) search paths")
        }
        if searches.texts.joined(separator: " ").utf8.count > maximumSearchCharacters {
            searches.invalid(
                "must not have more than \(maximumSearchCharacters) characters (including spaces) in "
                    + "the search list")
        }
        for search in searches.elements where search.text != "." {
            let name = search.text.hasSuffix(".") ? String(search.text.dropLast()) : search.text
            NameValidation.searchDomain(name).map { search.invalid(.string(name), $0) }
        }
    }
}
