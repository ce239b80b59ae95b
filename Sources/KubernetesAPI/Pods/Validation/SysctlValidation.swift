import JSON

/// Kernel parameters of a Pod's namespaces.
enum SysctlValidation {
    private static let maximumLength = 253
    private static let segment = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?"

    static func validate(_ sysctls: Field, _ spec: Field) -> [FieldError] {
        var names: Set<String> = []
        return sysctls.elements.flatMap { sysctl in
            let name = sysctl["name"]
            let isFirst = names.insert(name.text).inserted
            return form(name, isFirst: isFirst) + sharing(name, spec)
        }
    }

    @FieldErrorList private static func form(_ name: Field, isFirst: Bool) -> [FieldError] {
        if name.isEmpty {
            name.required()
        } else if !isName(name.text) {
            name.invalid(
                "must have at most \(maximumLength) characters and match regex "
                    + "^(\(segment)[\\./])*\(segment)$")
        } else if !isFirst {
            name.duplicate()
        }
    }

    private static func isName(_ name: String) -> Bool {
        let segments = name.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }
        return name.utf8.count <= maximumLength
            && segments.allSatisfy { segment in
                guard let first = segment.utf8.first, let last = segment.utf8.last else {
                    return false
                }
                return NameValidation.isLowerAlphanumeric(first)
                    && NameValidation.isLowerAlphanumeric(last)
                    && segment.utf8.allSatisfy {
                        NameValidation.isLowerAlphanumeric($0) || $0 == UInt8(ascii: "-")
                            || $0 == UInt8(ascii: "_")
                    }
            }
    }

    /// A parameter of a namespace that the Pod shares with the host would be the host's.
    @FieldErrorList private static func sharing(_ name: Field, _ spec: Field) -> [FieldError] {
        let sysctl = normalized(name.text)
        if spec["hostNetwork"].isTrue, sysctl.hasPrefix("net.") {
            name.invalid("may not be specified when 'hostNetwork' is true")
        } else if spec["hostIPC"].isTrue, isOfIPC(sysctl) {
            name.invalid("may not be specified when 'hostIPC' is true")
        }
    }

    /// With dots between the parts: a name whose first separator is a slash has them exchanged.
    private static func normalized(_ name: String) -> String {
        guard let separator = name.first(where: { $0 == "." || $0 == "/" }), separator == "/" else {
            return name
        }
        return String(name.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 })
    }

    private static func isOfIPC(_ sysctl: String) -> Bool {
        let names: Set = [
            "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni",
            "kernel.shm_rmid_forced", "kernel.shm", "kernel.msgmax", "kernel.msgmnb",
            "kernel.msgmni", "kernel.msg",
        ]
        let stem = String(sysctl.prefix { $0 != "*" })
        return names.contains(stem) || sysctl.hasPrefix("fs.mqueue.")
    }
}
