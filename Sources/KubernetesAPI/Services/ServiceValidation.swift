import JSON

/// Services (validateService in pkg/apis/core/validation).
public enum ServiceValidation {
    static let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]

    public static func validate(_ service: JSONValue) -> [FieldError] {
        let spec = service["spec"] ?? .null
        let type = spec.string("type")
        var errors = typeErrors(spec, type)
        errors += ServicePortValidation.errors(spec)
        errors += LabelSelectorValidation.labels(Field(service)["spec"]["selector"])
        errors += affinityErrors(spec)
        if type != "ExternalName" { errors += addressErrors(spec) }
        errors += spec.strings("externalIPs").enumerated().flatMap { index, address in
            EndpointsValidation.addressErrors(address, "spec.externalIPs[\(index)]")
        }
        if type.isEmpty {
            errors.append(.required("spec.type"))
        } else if !types.contains(type) {
            errors.append(.notSupported("spec.type", .string(type), supported: types))
        }
        errors += ServicePortValidation.nodePortErrors(spec)
        return errors + trafficErrors(spec, type)
    }

    public static func validateUpdate(_ service: JSONValue, from old: JSONValue) -> [FieldError] {
        changeErrors(service["spec"] ?? .null, old["spec"] ?? .null) + validate(service)
    }

    private static func typeErrors(_ spec: JSONValue, _ type: String) -> [FieldError] {
        let hasPorts = !spec.elements("ports").isEmpty
        let isHeadless = spec.string("clusterIP") == ServiceAddresses.none
        var errors: [FieldError] = []
        if !hasPorts, !isHeadless, type != "ExternalName" {
            errors.append(.required("spec.ports"))
        }
        if type == "ExternalName" {
            for member in ["clusterIPs", "ipFamilies"] where !spec.elements(member).isEmpty {
                errors.append(
                    .forbidden(
                        "spec.\(member)", "may not be set for ExternalName services"))
            }
            if spec.has("ipFamilyPolicy") {
                errors.append(
                    .forbidden(
                        "spec.ipFamilyPolicy", "may not be set for ExternalName services"))
            }
            var name = spec.string("externalName")
            if name.hasSuffix(".") { name.removeLast() }
            if name.isEmpty {
                errors.append(.required("spec.externalName"))
            } else {
                errors += NameValidation.dns1123Subdomain(name).map {
                    .invalid("spec.externalName", .string(name), $0)
                }
            }
        }
        return errors
    }

    private static func affinityErrors(_ spec: JSONValue) -> [FieldError] {
        let affinity = spec.string("sessionAffinity")
        var errors: [FieldError] = []
        if affinity.isEmpty {
            errors.append(.required("spec.sessionAffinity"))
        } else if !["ClientIP", "None"].contains(affinity) {
            errors.append(
                .notSupported(
                    "spec.sessionAffinity", .string(affinity), supported: ["ClientIP", "None"]))
        }
        let path = "spec.sessionAffinityConfig"
        if affinity == "ClientIP" {
            let seconds = spec.value(at: "sessionAffinityConfig", "clientIP", "timeoutSeconds")
            guard let seconds = seconds?.integerValue else {
                return errors + [
                    .required(
                        path, "when session affinity type is ClientIP")
                ]
            }
            if !(1...86_400).contains(seconds) {
                errors.append(
                    .invalid(
                        "\(path).clientIP.timeoutSeconds", .integer(seconds),
                        "must be greater than 0 and less than 86400"))
            }
        } else if affinity == "None", spec.has("sessionAffinityConfig") {
            errors.append(
                .forbidden(path, "must not be set when session affinity is None"))
        }
        return errors
    }

    private static func addressErrors(_ spec: JSONValue) -> [FieldError] {
        let path = "spec.clusterIPs"
        let addresses = spec.strings("clusterIPs")
        let list = JSONValue.array(addresses.map { .string($0) })
        var errors: [FieldError] = []
        if let first = addresses.first, first != spec.string("clusterIP") {
            errors.append(.invalid(path, list, "first value must match `clusterIP`"))
        }
        var families: Set<String> = []
        for (index, family) in spec.strings("ipFamilies").enumerated() {
            let field = "spec.ipFamilies[\(index)]"
            if !["IPv4", "IPv6"].contains(family) {
                errors.append(
                    .notSupported(field, .string(family), supported: ["IPv4", "IPv6"]))
            }
            if !families.insert(family).inserted {
                errors.append(.duplicate(field, .string(family)))
            }
        }
        let policies = ["PreferDualStack", "RequireDualStack", "SingleStack"]
        if spec.has("ipFamilyPolicy"), !policies.contains(spec.string("ipFamilyPolicy")) {
            errors.append(
                .notSupported(
                    "spec.ipFamilyPolicy", .string(spec.string("ipFamilyPolicy")),
                    supported: policies))
        }
        var areValid = true
        for (index, address) in addresses.enumerated() {
            if index == 0, address == ServiceAddresses.none {
                if addresses.count > 1 {
                    areValid = false
                    errors.append(
                        .invalid(path, list, "'None' must be the first and only value"))
                }
            } else if !IPAddress.isValid(address) {
                areValid = false
                errors.append(
                    .invalid(
                        "\(path)[\(index)]", .string(address),
                        EndpointsValidation.invalidAddress))
            }
        }
        if addresses.count > 2 {
            errors.append(.invalid(path, list, "may only hold up to 2 values"))
        }
        if areValid, addresses.count > 1,
            Set(addresses.map(ServiceAddresses.family)).count < addresses.count
        {
            errors.append(
                .invalid(path, list, "may specify no more than one IP for each IP family"))
        }
        return areValid ? errors + familyErrors(addresses, spec.strings("ipFamilies")) : errors
    }

    private static func familyErrors(_ addresses: [String], _ families: [String]) -> [FieldError] {
        zip(addresses, families).enumerated().compactMap { index, pair in
            let (address, family) = pair
            guard address != ServiceAddresses.none, ["IPv4", "IPv6"].contains(family),
                ServiceAddresses.family(of: address) != family
            else { return nil }
            return .invalid(
                "spec.clusterIPs[\(index)]", .string(address),
                "expected an \(family) value as indicated by `ipFamilies[\(index)]`")
        }
    }

    private static func trafficErrors(_ spec: JSONValue, _ type: String) -> [FieldError] {
        var errors: [FieldError] = []
        let onlyForLoadBalancers = "may only be used when `type` is 'LoadBalancer'"
        if !spec.elements("loadBalancerSourceRanges").isEmpty, type != "LoadBalancer" {
            errors.append(.forbidden("spec.LoadBalancerSourceRanges", onlyForLoadBalancers))
        }
        for member in ["allocateLoadBalancerNodePorts", "loadBalancerClass"]
        where spec.has(member) && type != "LoadBalancer" {
            errors.append(.forbidden("spec.\(member)", onlyForLoadBalancers))
        }
        let policy = spec.string("externalTrafficPolicy")
        let isExternal =
            type == "NodePort" || type == "LoadBalancer"
            || (type == "ClusterIP" && !spec.elements("externalIPs").isEmpty)
        if !isExternal, !policy.isEmpty {
            errors.append(
                .invalid(
                    "spec.externalTrafficPolicy", .string(policy),
                    "may only be set for externally-accessible services"))
        } else if isExternal, !["Cluster", "Local"].contains(policy) {
            errors.append(
                .notSupported(
                    "spec.externalTrafficPolicy", .string(policy),
                    supported: ["Cluster", "Local"]))
        }
        if spec.has("internalTrafficPolicy"),
            !["Cluster", "Local"].contains(spec.string("internalTrafficPolicy"))
        {
            errors.append(
                .notSupported(
                    "spec.internalTrafficPolicy", .string(spec.string("internalTrafficPolicy")),
                    supported: ["Cluster", "Local"]))
        }
        let distributions = ["PreferClose", "PreferSameZone", "PreferSameNode"]
        if spec.has("trafficDistribution"),
            !distributions.contains(spec.string("trafficDistribution"))
        {
            errors.append(
                .notSupported(
                    "spec.trafficDistribution", .string(spec.string("trafficDistribution")),
                    inOrder: distributions))
        }
        return errors
    }

    /// The first address stays, unless the type becomes or was ExternalName.
    private static func changeErrors(_ spec: JSONValue, _ old: JSONValue) -> [FieldError] {
        if spec.string("type") == "ExternalName" || old.string("type") == "ExternalName" {
            return []
        }
        let addresses = spec.strings("clusterIPs")
        let list = JSONValue.array(addresses.map { .string($0) })
        let path = "spec.clusterIPs[0]"
        guard let before = old.strings("clusterIPs").first else { return [] }
        guard let first = addresses.first else {
            return [.invalid(path, list, "primary clusterIP can not be unset")]
        }
        return first == before ? [] : [.invalid(path, list, "may not change once set")]
    }
}
