import JSON

/// LimitRanges (ValidateLimitRange in pkg/apis/core/validation).
public enum LimitRangeValidation {
    public static func validate(_ limitRange: JSONValue) -> [FieldError] {
        var types: Set<String> = []
        let items = limitRange["spec"]?.elements("limits") ?? []
        return items.enumerated().flatMap { index, item in
            let path = "spec.limits[\(index)]"
            let type = item.string("type")
            var errors = typeErrors(type, "\(path).type")
            if !types.insert(type).inserted {
                errors.append(.duplicate("\(path).type", .string(type)))
            }
            return errors + LimitRangeItemCheck(item, path: path).errors
        }
    }

    private static func typeErrors(_ type: String, _ path: String) -> [FieldError] {
        let problems = NameValidation.qualifiedName(type)
        if !problems.isEmpty { return problems.map { .invalid(path, .string(type), $0) } }
        if type.contains("/") || ["Pod", "Container", "PersistentVolumeClaim"].contains(type) {
            return []
        }
        return [.invalid(path, .string(type), "must be a standard limit type or fully qualified")]
    }
}

/// One type's limits.
private struct LimitRangeItemCheck {
    private let item: JSONValue
    private let path: String
    private let type: String

    init(_ item: JSONValue, path: String) {
        self.item = item
        self.path = path
        type = item.string("type")
    }

    var errors: [FieldError] {
        var errors = nameErrors("max") + nameErrors("min")
        if type == "Pod" {
            for member in ["default", "defaultRequest"] where !item.members(member).isEmpty {
                errors.append(
                    .forbidden("\(path).\(member)", "may not be specified when `type` is 'Pod'"))
            }
        } else {
            errors += nameErrors("default") + nameErrors("defaultRequest")
        }
        if type == "PersistentVolumeClaim", item.members("min")["storage"] == nil,
            item.members("max")["storage"] == nil
        {
            errors.append(
                .required(
                    "\(path).limits",
                    "either minimum or maximum storage value is required, but neither was provided"
                ))
        }
        return errors + nameErrors("maxLimitRequestRatio") + names.flatMap(orderErrors)
    }

    private func nameErrors(_ member: String) -> [FieldError] {
        item.members(member).keys.sorted().flatMap { name in
            ResourceNames.errors(
                name, "\(path).\(member)[\(name)]",
                isOfContainer: type == "Pod" || type == "Container")
        }
    }

    private var members: [String] {
        type == "Pod"
            ? ["max", "min", "maxLimitRequestRatio"]
            : ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"]
    }

    /// All resources that are limited.
    private var names: [String] {
        Set(members.flatMap { item.members($0).keys }).sorted()
    }

    private func amount(_ member: String, _ name: String) -> Quantity? {
        members.contains(member) ? item.quantities(member)[name] : nil
    }

    /// What contradicts itself about one resource.
    private func orderErrors(_ name: String) -> [FieldError] {
        let minimum = amount("min", name)
        let maximum = amount("max", name)
        let limit = amount("default", name)
        let request = amount("defaultRequest", name)
        var errors: [FieldError] = []
        func compare(
            _ small: Quantity?, _ smallName: String, _ large: Quantity?, _ largeName: String,
            at member: String, showing value: Quantity?
        ) {
            guard let small, let large, let value, small > large else { return }
            errors.append(
                .invalid(
                    "\(path).\(member)[\(name)]", value.json,
                    "\(smallName) \(small) is greater than \(largeName) \(large)"))
        }
        compare(minimum, "min value", maximum, "max value", at: "min", showing: minimum)
        compare(
            minimum, "min value", request, "default request value", at: "defaultRequest",
            showing: request)
        compare(
            request, "default request value", maximum, "max value", at: "defaultRequest",
            showing: request)
        compare(
            request, "default request value", limit, "default limit value", at: "defaultRequest",
            showing: request)
        compare(minimum, "min value", limit, "default value", at: "default", showing: minimum)
        compare(limit, "default value", maximum, "max value", at: "default", showing: maximum)
        errors += ratioErrors(name, minimum, maximum)
        if let limit, let request, limit != request, !ResourceNames.allowsOvercommit(name) {
            errors.append(
                .invalid(
                    "\(path).defaultRequest[\(name)]", request.json,
                    "default value \(limit) must equal to defaultRequest value \(request) in \(name)"
                ))
        }
        return errors
    }

    private func ratioErrors(
        _ name: String, _ minimum: Quantity?, _ maximum: Quantity?
    ) -> [FieldError] {
        guard let ratio = amount("maxLimitRequestRatio", name) else { return [] }
        let field = "\(path).maxLimitRequestRatio[\(name)]"
        var errors: [FieldError] = []
        if ratio < Quantity(value: 1) {
            errors.append(.invalid(field, ratio.json, "ratio \(ratio) is less than 1"))
        }
        if let minimum, let maximum, minimum > Quantity() {
            let bound = Double(maximum.nanos) / Double(minimum.nanos)
            if Double(ratio.nanos) / 1e9 > bound {
                errors.append(
                    .invalid(
                        field, ratio.json,
                        "ratio \(ratio) is greater than max/min = \(bound.sixDecimals)"))
            }
        }
        return errors
    }
}
