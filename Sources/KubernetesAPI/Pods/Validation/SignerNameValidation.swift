import JSON

/// Names of those who sign certificates: `example.com/signer`.
enum SignerNameValidation {
    static func isKubernetes(_ name: String) -> Bool {
        let host = name.prefix { $0 != "/" }
        return host == "kubernetes.io" || host.hasSuffix(".kubernetes.io")
    }

    @FieldErrorList static func validate(_ name: Field) -> [FieldError] {
        let parts = name.text.split(separator: "/", omittingEmptySubsequences: false)
        if name.isEmpty {
            name.required()
        } else if parts.count != 2 {
            name.invalid(
                "must be a fully qualified domain and path of the form 'example.com/signer-name'")
        } else {
            if parts[0].utf8.count > NameValidation.subdomainMaximumLength {
                name.tooLong(NameValidation.subdomainMaximumLength)
            }
            segment(name, parts[0], NameValidation.dns1123Label)
            if !parts[0].contains(".") {
                name.invalid(
                    .string(String(parts[0])),
                    "should be a domain with at least two segments separated by dots")
            }
            segment(name, parts[1], NameValidation.dns1123Subdomain)
            if name.text.utf8.count > 571 { name.tooLong(571) }
        }
    }

    /// The first label of a part that is wrong.
    private static func segment(
        _ name: Field, _ part: Substring, _ form: (String) -> [String]
    ) -> [FieldError] {
        for label in part.split(separator: ".", omittingEmptySubsequences: false) {
            let problems = form(String(label))
            if problems.isEmpty { continue }
            return problems.map {
                name.invalid(.string(String(part)), "validating label \"\(label)\": \($0)")
            }
        }
        return []
    }

    /// The name of a ClusterTrustBundle: `bundle`, or `example.com:signer:bundle`.
    static func bundleName(_ name: String) -> [String] {
        guard let colon = name.lastIndex(of: ":") else {
            return NameValidation.dns1123Subdomain(name)
        }
        return NameValidation.dns1123Subdomain(String(name[name.index(after: colon)...]))
    }
}
