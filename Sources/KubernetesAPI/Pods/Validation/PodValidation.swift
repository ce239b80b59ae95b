import JSON

/// Whether a Pod can be what it says, with Kubernetes' messages. All that is wrong is reported at once.
public enum PodValidation {
    /// Checks a Pod to be made; its defaults are filled in before.
    public static func validate(_ pod: Pod) -> [FieldError] {
        var errors =
            ObjectMetaValidation.validate(pod.metadata, namespaced: true) + validate(pod.spec)
        if !pod.spec.ephemeralContainers.isEmpty {
            errors.append(.forbidden("spec.ephemeralContainers", "cannot be set on create"))
        }
        return errors
    }

    static func validate(_ spec: PodSpec) -> [FieldError] {
        volumes(spec) + containers(spec) + lifetime(spec) + placement(spec) + network(spec)
            + SecurityValidation.pod(spec, "spec")
    }

    private static func volumes(_ spec: PodSpec) -> [FieldError] {
        var names: Set<String> = []
        return spec.volumes.enumerated().flatMap { index, volume in
            let path = "spec.volumes[\(index)]"
            var errors = VolumeValidation.validate(volume, path)
            if !volume.name.isEmpty, !names.insert(volume.name).inserted {
                errors.append(.duplicate("\(path).name", .string(volume.name)))
            }
            return errors
        }
    }

    private static func containers(_ spec: PodSpec) -> [FieldError] {
        var errors: [FieldError] = []
        if spec.containers.isEmpty { errors.append(.required("spec.containers")) }
        var names: Set<String> = []
        for (list, containers) in [
            ("containers", spec.containers), ("initContainers", spec.initContainers),
        ] {
            for (index, container) in containers.enumerated() {
                let path = "spec.\(list)[\(index)]"
                let validation = ContainerValidation(
                    container: container, path: path, isInit: list == "initContainers", spec: spec)
                errors += validation.errors
                if !container.name.isEmpty, !names.insert(container.name).inserted {
                    errors.append(.duplicate("\(path).name", .string(container.name)))
                }
            }
        }
        return errors + hostPorts(spec)
    }

    /// A port of the host can be taken once.
    private static func hostPorts(_ spec: PodSpec) -> [FieldError] {
        var taken: Set<String> = []
        var errors: [FieldError] = []
        for (index, container) in spec.containers.enumerated() {
            for (portIndex, port) in container.ports.enumerated() where port.hostPort != 0 {
                let key = "\(port.protocol)/\(port.hostIP)/\(port.hostPort)"
                if taken.insert(key).inserted { continue }
                let path = "spec.containers[\(index)].ports[\(portIndex)].hostPort"
                errors.append(.duplicate(path, .string(key)))
            }
        }
        return errors
    }

    private static func lifetime(_ spec: PodSpec) -> [FieldError] {
        var errors: [FieldError] = []
        if spec.restartPolicy.isEmpty {
            errors.append(.required("spec.restartPolicy"))
        } else {
            errors += one(
                of: ["Always", "OnFailure", "Never"], spec.restartPolicy, "spec.restartPolicy")
        }
        if let seconds = spec.activeDeadlineSeconds, !(1...Int64(Int32.max)).contains(seconds) {
            errors.append(
                .invalid(
                    "spec.activeDeadlineSeconds", .integer(seconds),
                    "must be between 1 and 2147483647, inclusive"))
        }
        if let seconds = spec.terminationGracePeriodSeconds, seconds < 0 {
            errors.append(
                .invalid(
                    "spec.terminationGracePeriodSeconds", .integer(seconds),
                    "must be greater than or equal to 0"))
        }
        if let resources = spec.resources {
            errors += ResourceValidation.validate(resources, "spec.resources")
        }
        return errors
    }

    private static func placement(_ spec: PodSpec) -> [FieldError] {
        var errors = ObjectMetaValidation.labels(spec.nodeSelector, "spec.nodeSelector")
        if !spec.nodeName.isEmpty {
            errors += invalid("spec.nodeName", spec.nodeName, NameValidation.dns1123Subdomain)
        }
        if !spec.serviceAccountName.isEmpty {
            errors += invalid(
                "spec.serviceAccountName", spec.serviceAccountName,
                NameValidation.dns1123Subdomain)
        }
        for (index, toleration) in spec.tolerations.enumerated() {
            errors += tolerationErrors(toleration, "spec.tolerations[\(index)]")
        }
        for (index, gate) in spec.readinessGates.enumerated() {
            errors += invalid(
                "spec.readinessGates[\(index)].conditionType", gate.conditionType.rawValue,
                NameValidation.qualifiedName)
        }
        return errors
    }

    private static func tolerationErrors(
        _ toleration: Toleration, _ path: String
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if !toleration.key.isEmpty {
            errors += invalid("\(path).key", toleration.key, NameValidation.qualifiedName)
        } else if toleration.operator != .exists {
            errors.append(
                .invalid(
                    "\(path).operator", .string(toleration.operator.rawValue),
                    "operator must be Exists when `key` is empty, which means \"match all values and "
                        + "all keys\""))
        }
        if toleration.tolerationSeconds != nil, toleration.effect != .noExecute {
            errors.append(
                .invalid(
                    "\(path).effect", .string(toleration.effect.rawValue),
                    "effect must be 'NoExecute' when `tolerationSeconds` is set"))
        }
        if toleration.operator == .exists, !toleration.value.isEmpty {
            errors.append(
                .invalid(
                    "\(path).operator", .string(toleration.value),
                    "value must be empty when `operator` is 'Exists'"))
        }
        errors += one(
            of: ["NoSchedule", "PreferNoSchedule", "NoExecute", ""], toleration.effect,
            "\(path).effect")
        return errors
    }

    private static func network(_ spec: PodSpec) -> [FieldError] {
        var errors = one(
            of: ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], spec.dnsPolicy,
            "spec.dnsPolicy")
        if spec.dnsPolicy == .noneValue, (spec.dnsConfig?.nameservers ?? []).isEmpty {
            errors.append(
                .required(
                    "spec.dnsConfig.nameservers",
                    "must provide at least one DNS nameserver when `dnsPolicy` is None"))
        }
        for (index, address) in (spec.dnsConfig?.nameservers ?? []).enumerated() {
            errors += ip("spec.dnsConfig.nameservers[\(index)]", address)
        }
        for (index, alias) in spec.hostAliases.enumerated() {
            errors += ip("spec.hostAliases[\(index)].ip", alias.ip)
            for (nameIndex, name) in alias.hostnames.enumerated() {
                errors += invalid(
                    "spec.hostAliases[\(index)].hostnames[\(nameIndex)]", name,
                    NameValidation.dns1123Subdomain)
            }
        }
        if !spec.hostname.isEmpty {
            errors += invalid("spec.hostname", spec.hostname, NameValidation.dns1123Label)
        }
        if !spec.subdomain.isEmpty {
            errors += invalid("spec.subdomain", spec.subdomain, NameValidation.dns1123Label)
        }
        return errors
    }

    private static func ip(_ path: String, _ address: String) -> [FieldError] {
        if IPAddress.isValid(address) { return [] }
        return [
            .invalid(
                path, .string(address),
                "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
        ]
    }

    static func invalid(
        _ path: String, _ value: String, _ problems: (String) -> [String]
    ) -> [FieldError] {
        problems(value).map { .invalid(path, .string(value), $0) }
    }

    static func one(
        of supported: [String], _ value: some StringEnumeration, _ path: String
    ) -> [FieldError] {
        if supported.contains(value.rawValue) { return [] }
        return [
            .notSupported(
                path, .string(value.rawValue), supported: supported.filter { !$0.isEmpty })
        ]
    }
}
