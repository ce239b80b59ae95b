import JSON

/// Security contexts of Pods and containers.
enum SecurityValidation {
    @FieldErrorList static func pod(_ spec: Field) -> [FieldError] {
        let context = spec["securityContext"]
        if context.isSet {
            for name in ["fsGroup", "runAsUser", "runAsGroup"] { id(context[name]) }
            for group in context["supplementalGroups"].elements { id(group) }
            if spec["shareProcessNamespace"].isTrue, spec["hostPID"].isTrue {
                context.member("shareProcessNamespace").invalid(
                    true, "ShareProcessNamespace and HostPID cannot both be enabled")
            }
            SysctlValidation.validate(context["sysctls"], spec)
            context["fsGroupChangePolicy"].optionallyOneOf(["Always", "OnRootMismatch"])
            seccomp(context["seccompProfile"])
            WindowsValidation.options(context["windowsOptions"])
            appArmor(context["appArmorProfile"])
            context["supplementalGroupsPolicy"].optionallyOneOf(["Merge", "Strict"])
            context["seLinuxChangePolicy"].optionallyOneOf(["MountOption", "Recursive"])
        }
    }

    /// - Parameter sharesHostUsers: whether the Pod has no user namespace of its own.
    @FieldErrorList static func container(
        _ context: Field, sharesHostUsers: Bool
    ) -> [FieldError] {
        if context.isSet {
            id(context["runAsUser"])
            id(context["runAsGroup"])
            let procMount = context["procMount"]
            procMount.optionallyOneOf(["Default", "Unmasked"])
            if sharesHostUsers, procMount.text == "Unmasked" {
                procMount.invalid("`hostUsers` must be false to use `Unmasked`")
            }
            seccomp(context["seccompProfile"])
            if context["allowPrivilegeEscalation"].flag == false { escalation(context) }
            WindowsValidation.options(context["windowsOptions"])
            appArmor(context["appArmorProfile"])
        }
    }

    @FieldErrorList private static func escalation(_ context: Field) -> [FieldError] {
        let rendered = GoForm.securityContext(context)
        if context["privileged"].isTrue {
            context.invalid(
                rendered: rendered,
                "cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
        }
        for capability in context["capabilities"]["add"].texts
        where capability == "CAP_SYS_ADMIN" {
            context.invalid(
                rendered: rendered,
                "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` "
                    + "CAP_SYS_ADMIN")
        }
    }

    @FieldErrorList static func id(_ id: Field) -> [FieldError] {
        if let number = id.optionalNumber {
            NameValidation.userID(number).map { id.invalid($0) }
        }
    }

    @FieldErrorList private static func seccomp(_ profile: Field) -> [FieldError] {
        if profile.isSet {
            let file = profile["localhostProfile"]
            if profile["type"].isEmpty {
                profile["type"].required("type is required when seccompProfile is set")
            } else {
                profile["type"].oneOf(["Localhost", "RuntimeDefault", "Unconfined"])
            }
            if profile["type"].text == "Localhost" {
                if file.isSet {
                    PathValidation.descending(file)
                } else {
                    file.required("must be set when seccomp type is Localhost")
                }
            } else if file.isSet {
                file.invalid(
                    rendered: GoForm.seccompProfile(profile),
                    "can only be set when seccomp type is Localhost")
            }
        }
    }

    @FieldErrorList static func appArmor(_ profile: Field) -> [FieldError] {
        if profile.isSet {
            let file = profile["localhostProfile"]
            switch profile["type"].text {
            case "Localhost":
                appArmorFile(file)
            case "RuntimeDefault", "Unconfined":
                if file.isSet { file.invalid("can only be set when AppArmor type is Localhost") }
            case "":
                profile["type"].required("type is required when appArmorProfile is set")
            default:
                profile["type"].notSupported(["Localhost", "RuntimeDefault", "Unconfined"])
            }
        }
    }

    @FieldErrorList private static func appArmorFile(_ file: Field) -> [FieldError] {
        if file.text.first?.isWhitespace == true || file.text.last?.isWhitespace == true {
            file.invalid("must not be padded with whitespace")
        } else if file.isEmpty {
            file.required("must be set when AppArmor type is Localhost")
        }
        // The longest path that Linux takes, without its end.
        if file.text.utf8.count > 4095 { file.tooLong(4095) }
    }
}
