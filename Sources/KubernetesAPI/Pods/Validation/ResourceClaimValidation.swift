import JSON

/// Claims on devices.
enum ResourceClaimValidation {
    static let mirrorAnnotation = "kubernetes.io/config.mirror"

    /// The claims of a Pod.
    static func claims(_ claims: Field, _ metadata: Field?) -> [FieldError] {
        var names: Set<String> = []
        return claims.elements.flatMap { claim in
            if metadata?["annotations"][mirrorAnnotation].isSet == true {
                return [FieldError.forbidden("", "static pods do not support resource claims")]
            }
            let isFirst = names.insert(claim["name"].text).inserted
            return self.claim(claim, isFirst: isFirst)
        }
    }

    @FieldErrorList private static func claim(_ claim: Field, isFirst: Bool) -> [FieldError] {
        if !claim["name"].isEmpty, !isFirst {
            claim["name"].duplicate()
        } else {
            claim["name"].requiredName(NameValidation.dns1123Label)
        }
        let given = ["resourceClaimName", "resourceClaimTemplateName"].filter { claim[$0].isSet }
        if given.count == 2 {
            claim.invalid(
                rendered: GoForm.resourceClaim(claim),
                "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
            )
        }
        if given.isEmpty {
            claim.invalid(
                rendered: GoForm.resourceClaim(claim),
                "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")
        }
        for name in given {
            claim[name].invalid(NameValidation.dns1123Subdomain(claim[name].text))
        }
    }

    /// What a container uses of its Pod's claims.
    static func uses(_ uses: Field, of claims: [String]) -> [FieldError] {
        var seen: Set<String> = []
        return uses.elements.flatMap { use in
            let name = use["name"].text
            guard !name.isEmpty else { return [use.required()] }
            return repetition(use, name, &seen) + unknown(use, name, claims)
        }
    }

    private static func repetition(
        _ use: Field, _ name: String, _ seen: inout Set<String>
    ) -> [FieldError] {
        if seen.contains(name) { return [use.duplicate(.string(name))] }
        let request = use["request"]
        let key = request.isEmpty ? name : "\(name)/\(request.text)"
        var findings: [FieldError] = []
        if !request.isEmpty {
            findings += request.invalid(NameValidation.dns1123Label(request.text))
        }
        if seen.contains(key) {
            findings.append(use.duplicate(.string(key)))
        } else if request.isEmpty {
            for _ in seen.filter({ $0.hasPrefix(name + "/") }) {
                findings.append(use.duplicate(.string(name)))
            }
        }
        seen.insert(key)
        return findings
    }

    private static func unknown(_ use: Field, _ name: String, _ claims: [String]) -> [FieldError] {
        if claims.contains(name) { return [] }
        var finding = use.notFound(.string(name))
        finding.message += ": must be one of the names in pod.spec.resourceClaims"
        finding.message +=
            claims.isEmpty ? " which is empty" : ": \(Set(claims).sorted().joined(separator: ", "))"
        return [finding]
    }
}
