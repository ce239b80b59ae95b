import JSON

/// ResourceQuotas (ValidateResourceQuota in pkg/apis/core/validation).
public enum ResourceQuotaValidation {
    /// The parts of a namespace's Pods that a quota may be about.
    static let scopes: Set = [
        "Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass",
        "CrossNamespacePodAffinity", "VolumeAttributesClass",
    ]

    public static func validate(_ quota: JSONValue) -> [FieldError] {
        specErrors(quota) + statusErrors(quota)
    }

    public static func validateUpdate(_ quota: JSONValue, from old: JSONValue) -> [FieldError] {
        let scopes = quota["spec"]?.strings("scopes") ?? []
        var errors = specErrors(quota)
        if Set(scopes) != Set(old["spec"]?.strings("scopes") ?? []) {
            errors.append(.invalid("spec.scopes", list(scopes), "field is immutable"))
        }
        return errors
    }

    /// What a change of the status must keep to.
    public static func statusErrors(_ quota: JSONValue) -> [FieldError] {
        let status = quota["status"] ?? .null
        return amounts(status, "hard", "status") + amounts(status, "used", "status")
    }

    private static func specErrors(_ quota: JSONValue) -> [FieldError] {
        let spec = quota["spec"] ?? .null
        return amounts(spec, "hard", "spec") + scopeErrors(spec) + selectorErrors(spec)
    }

    private static func amounts(
        _ object: JSONValue, _ member: String, _ parent: String
    ) -> [FieldError] {
        object.quantities(member).sorted { $0.key < $1.key }.flatMap { name, amount in
            let path = "\(parent).\(member)[\(name)]"
            var errors = ResourceNames.errors(name, path, isOfContainer: false)
            if !name.contains("/"), !ResourceNames.isOfQuota(name) {
                errors.append(
                    .invalid(path, .string(name), "must be a standard resource for quota"))
            }
            if amount < Quantity() {
                errors.append(
                    .invalid(path, amount.json, "must be greater than or equal to 0"))
            }
            if ResourceNames.isWhole(name), amount.milliValue % 1000 != 0 {
                errors.append(.invalid(path, amount.json, "must be an integer"))
            }
            return errors
        }
    }

    private static func scopeErrors(_ spec: JSONValue) -> [FieldError] {
        let scopes = spec.strings("scopes")
        let path = "spec.scopes"
        var errors: [FieldError] = []
        for scope in scopes {
            if !Self.scopes.contains(scope) {
                errors.append(.invalid(path, list(scopes), "unsupported scope"))
            }
            errors += resourcesOutside(scope, spec).map { _ in
                .invalid(path, list(scopes), "unsupported scope applied to resource")
            }
        }
        if contradict(scopes) {
            errors.append(.invalid(path, list(scopes), "conflicting scopes"))
        }
        return errors
    }

    private static func selectorErrors(_ spec: JSONValue) -> [FieldError] {
        guard let selector = spec["scopeSelector"], !selector.isNull else { return [] }
        let path = "spec.scopeSelector.matchExpressions"
        var errors: [FieldError] = []
        for expression in selector.elements("matchExpressions") {
            let scope = expression.string("scopeName")
            if !scopes.contains(scope) {
                errors.append(
                    .invalid("\(path).scopeName", .string(scope), "unsupported scope"))
            }
            errors += resourcesOutside(scope, spec).map { _ in
                .invalid(path, selector, "unsupported scope applied to resource")
            }
            errors += operatorErrors(expression, path)
        }
        let names = selector.elements("matchExpressions").map { $0.string("scopeName") }
        if contradict(names) {
            errors.append(.invalid(path, list(spec.strings("scopes")), "conflicting scopes"))
        }
        return errors
    }

    private static func operatorErrors(
        _ expression: JSONValue, _ path: String
    ) -> [FieldError] {
        let scope = expression.string("scopeName")
        let name = expression.string("operator")
        var errors: [FieldError] = []
        if scopes.contains(scope), !["PriorityClass", "VolumeAttributesClass"].contains(scope),
            name != "Exists"
        {
            errors.append(
                .invalid(
                    "\(path).operator", .string(name),
                    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, "
                        + "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
                        + "ResourceQuotaScopeNotBestEffort or "
                        + "ResourceQuotaScopeCrossNamespacePodAffinity"))
        }
        let values = expression.strings("values")
        switch name {
        case "In", "NotIn":
            if values.isEmpty {
                errors.append(
                    .required(
                        "\(path).values",
                        "must be at least one value when `operator` is 'In' or 'NotIn' for scope "
                            + "selector"))
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                errors.append(
                    .invalid(
                        "\(path).values", list(values),
                        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope "
                            + "selector"))
            }
        default:
            errors.append(
                .invalid("\(path).operator", .string(name), "not a valid selector operator"))
        }
        return errors
    }

    /// The limited resources that a scope has nothing to do with.
    private static func resourcesOutside(_ scope: String, _ spec: JSONValue) -> [String] {
        let names = spec.members("hard").keys.sorted().filter(ResourceNames.isOfQuota)
        switch scope {
        case "BestEffort": return names.filter { $0 != "pods" }
        case "Terminating", "NotTerminating", "NotBestEffort", "PriorityClass",
            "CrossNamespacePodAffinity":
            return names.filter { !isOfPods($0) }
        case "VolumeAttributesClass":
            return names.filter { !["persistentvolumeclaims", "requests.storage"].contains($0) }
        default: return []
        }
    }

    private static func isOfPods(_ name: String) -> Bool {
        let compute: Set = [
            "pods", "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory",
            "requests.ephemeral-storage", "limits.cpu", "limits.memory",
            "limits.ephemeral-storage",
        ]
        return compute.contains(name) || name.contains("hugepages-")
    }

    private static func contradict(_ scopes: [String]) -> Bool {
        let set = Set(scopes)
        return set.isSuperset(of: ["BestEffort", "NotBestEffort"])
            || set.isSuperset(of: ["Terminating", "NotTerminating"])
    }

    private static func list(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }
}
