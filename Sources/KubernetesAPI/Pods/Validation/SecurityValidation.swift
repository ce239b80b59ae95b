import JSON

/// Security contexts.
enum SecurityValidation {
    static func pod(_ spec: PodSpec, _ path: String) -> [FieldError] {
        var errors: [FieldError] = []
        if spec.shareProcessNamespace == true, spec.hostPID {
            errors.append(
                .invalid(
                    "\(path).shareProcessNamespace", true,
                    "ShareProcessNamespace and HostPID cannot both be enabled"))
        }
        guard let context = spec.securityContext else { return errors }
        let path = "\(path).securityContext"
        errors += id(context.runAsUser, "\(path).runAsUser")
        errors += id(context.runAsGroup, "\(path).runAsGroup")
        errors += id(context.fsGroup, "\(path).fsGroup")
        for (index, group) in context.supplementalGroups.enumerated() {
            errors += id(group, "\(path).supplementalGroups[\(index)]")
        }
        if let profile = context.seccompProfile {
            errors += seccomp(profile, "\(path).seccompProfile")
        }
        var names: Set<String> = []
        for (index, sysctl) in context.sysctls.enumerated() {
            let path = "\(path).sysctls[\(index)].name"
            if sysctl.name.isEmpty {
                errors.append(.required(path))
            } else if !names.insert(sysctl.name).inserted {
                errors.append(.duplicate(path, .string(sysctl.name)))
            }
        }
        return errors
    }

    static func container(_ context: SecurityContext?, _ path: String) -> [FieldError] {
        guard let context else { return [] }
        var errors = id(context.runAsUser, "\(path).runAsUser")
        errors += id(context.runAsGroup, "\(path).runAsGroup")
        if let profile = context.seccompProfile {
            errors += seccomp(profile, "\(path).seccompProfile")
        }
        guard context.allowPrivilegeEscalation == false else { return errors }
        if context.privileged == true {
            errors.append(
                .invalid(
                    path, context.json,
                    "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"))
        }
        if context.capabilities?.add.contains("CAP_SYS_ADMIN") == true {
            errors.append(
                .invalid(
                    path, context.json,
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` "
                        + "CAP_SYS_ADMIN"))
        }
        return errors
    }

    private static func id(_ id: Int64?, _ path: String) -> [FieldError] {
        guard let id, !(0...Int64(Int32.max)).contains(id) else { return [] }
        return [.invalid(path, .integer(id), "must be between 0 and 2147483647, inclusive")]
    }

    private static func seccomp(_ profile: SeccompProfile, _ path: String) -> [FieldError] {
        let file = profile.localhostProfile
        if profile.type == .localhost {
            guard let file, !file.isEmpty else {
                return [
                    .required(
                        "\(path).localhostProfile", "must be set when seccomp type is Localhost")
                ]
            }
            return PathValidation.descending(file, "\(path).localhostProfile")
        }
        if let file {
            return [
                .invalid(
                    "\(path).localhostProfile", .string(file),
                    "can only be set when seccomp type is Localhost")
            ]
        }
        return PodValidation.one(
            of: ["Localhost", "RuntimeDefault", "Unconfined"], profile.type, "\(path).type")
    }
}
