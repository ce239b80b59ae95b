import JSON

/// What a Pod may not have on the operating system that it is for.
enum OperatingSystemValidation {
    @FieldErrorList static func validate(_ spec: Field) -> [FieldError] {
        let system = spec["os"]
        if system.isSet {
            switch system["name"].text {
            case "": system["name"].required()
            case "linux": linux(spec)
            case "windows": windows(spec)
            default: system.notSupported(["linux", "windows"], value: system["name"].json)
            }
        }
    }

    @FieldErrorList private static func linux(_ spec: Field) -> [FieldError] {
        for holder in [spec] + spec.allContainers
        where holder["securityContext"]["windowsOptions"].isSet {
            holder["securityContext"]["windowsOptions"].forbidden(
                "windows options cannot be set for a linux pod")
        }
    }

    @FieldErrorList private static func windows(_ spec: Field) -> [FieldError] {
        let context = spec["securityContext"]
        forbidden([context["appArmorProfile"], context["seLinuxOptions"], spec["hostUsers"]])
        forbidden([spec["hostPID"], spec["hostIPC"]].filter(\.isTrue))
        forbidden(["seccompProfile", "fsGroup", "fsGroupChangePolicy"].map { context[$0] })
        forbidden([context["sysctls"]].filter { !$0.isEmpty })
        forbidden([spec["shareProcessNamespace"]])
        forbidden(
            [
                "runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy",
                "seLinuxChangePolicy",
            ].map { context[$0] })
        for container in spec.allContainers {
            forbidden(
                [
                    "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities",
                    "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount",
                    "runAsUser", "runAsGroup",
                ].map { container["securityContext"][$0] })
        }
    }

    @FieldErrorList private static func forbidden(_ fields: [Field]) -> [FieldError] {
        for field in fields where field.isSet {
            field.forbidden("cannot be set for a windows pod")
        }
    }
}
