import JSON

/// What only Pods for Windows have.
enum WindowsValidation {
    private static let maximumCredentialBytes = 64 * 1024

    /// `windowsOptions` of a security context.
    @FieldErrorList static func options(_ options: Field) -> [FieldError] {
        if options["gmsaCredentialSpecName"].isSet {
            options["gmsaCredentialSpecName"].invalid(
                NameValidation.dns1123Subdomain(options["gmsaCredentialSpecName"].text))
        }
        let credential = options["gmsaCredentialSpec"]
        if credential.isSet {
            if credential.isEmpty {
                credential.invalid("gmsaCredentialSpec cannot be an empty string")
            } else if credential.text.utf8.count > maximumCredentialBytes {
                credential.invalid("gmsaCredentialSpec size must be under 64 KiB")
            }
        }
        if options["runAsUserName"].isSet { userName(options["runAsUserName"]) }
    }

    @FieldErrorList private static func userName(_ name: Field) -> [FieldError] {
        let parts = name.text.split(separator: "\\", omittingEmptySubsequences: false)
        if name.isEmpty {
            name.invalid("runAsUserName cannot be an empty string")
        } else if name.text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            name.invalid("runAsUserName cannot contain control characters")
        } else if parts.count > 2 {
            name.invalid("runAsUserName cannot contain more than one backslash")
        } else {
            if parts.count == 2 { domain(name, parts[0]) }
            user(name, parts[parts.count - 1])
        }
    }

    @FieldErrorList private static func domain(_ name: Field, _ domain: Substring) -> [FieldError] {
        if domain.utf8.count >= 256 {
            name.invalid("runAsUserName's Domain length must be under 256 characters")
        }
        let isNetBIOS =
            (1...15).contains(domain.count) && domain.first != "."
            && !domain.contains { "\\/:*?\"<>|".contains($0) }
        if !isNetBIOS, !isDNSName(domain) {
            name.invalid("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
        }
    }

    private static func isDNSName(_ domain: Substring) -> Bool {
        domain.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            guard let first = label.utf8.first, let last = label.utf8.last else { return false }
            return label.utf8.count <= 63 && NameValidation.isAlphanumeric(first)
                && NameValidation.isAlphanumeric(last)
                && label.utf8.allSatisfy {
                    NameValidation.isAlphanumeric($0) || $0 == UInt8(ascii: "-")
                }
        }
    }

    @FieldErrorList private static func user(_ name: Field, _ user: Substring) -> [FieldError] {
        if user.isEmpty {
            name.invalid("runAsUserName's User cannot be empty")
        } else if user.utf8.count > 104 {
            name.invalid("runAsUserName's User length must not be longer than 104 characters")
        }
        if !user.isEmpty, user.allSatisfy({ $0 == "." || $0 == " " }) {
            name.invalid("runAsUserName's User cannot contain only periods or spaces")
        }
        if user.contains(where: { "\"/\\:;|=,+*?<>@[]".contains($0) }) {
            name.invalid(
                "runAsUserName's User cannot contain the following characters: "
                    + "\"/\\:;|=,+*?<>@[]")
        }
    }

    /// Containers that run as processes of the host.
    static func hostProcess(_ spec: Field) -> [FieldError] {
        let ofPod = spec["securityContext"]["windowsOptions"]["hostProcess"].flag
        var findings: [FieldError] = []
        var count = 0
        let containers = spec.allContainers
        for container in containers {
            let own = container["securityContext"]["windowsOptions"]["hostProcess"]
            if let flag = own.flag, let ofPod, flag != ofPod {
                findings.append(
                    own.invalid(
                        "pod hostProcess value must be identical if both are specified, was "
                            + "\(ofPod)"))
            }
            if own.flag ?? ofPod ?? false { count += 1 }
        }
        if count == 0 { return findings }
        if count != containers.count {
            findings.append(
                spec.invalid(
                    "",
                    "If pod contains any hostProcess containers then all containers must be "
                        + "HostProcess containers"))
        }
        if !spec["hostNetwork"].isTrue {
            findings.append(
                spec["hostNetwork"].invalid(
                    false, "hostNetwork must be true if pod contains any hostProcess containers"))
        }
        return findings
    }
}
