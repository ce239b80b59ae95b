import JSON

/// Roles and ClusterRoles (pkg/apis/rbac/validation).
public enum RoleValidation {
    /// - Parameter namespaced: a Role, whose rules cannot speak of URLs.
    public static func validate(_ role: JSONValue, namespaced: Bool) -> [FieldError] {
        var errors = role.elements("rules").enumerated().flatMap { index, rule in
            ruleErrors(rule, "rules[\(index)]", namespaced: namespaced)
        }
        if !namespaced, let aggregation = role["aggregationRule"], !aggregation.isNull {
            let path = "aggregationRule.clusterRoleSelectors"
            let selectors = aggregation.elements("clusterRoleSelectors")
            if selectors.isEmpty {
                errors.append(
                    .required(
                        path,
                        "at least one clusterRoleSelector required if aggregationRule is non-nil"))
            }
            let field = Field(role)["aggregationRule"]["clusterRoleSelectors"]
            errors += field.elements.flatMap(LabelSelectorValidation.validate)
        }
        return errors
    }

    private static func ruleErrors(
        _ rule: JSONValue, _ path: String, namespaced: Bool
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if rule.strings("verbs").isEmpty {
            errors.append(
                .required("\(path).verbs", "verbs must contain at least one value"))
        }
        let places = rule.elements("nonResourceURLs")
        guard places.isEmpty else {
            let field = "\(path).nonResourceURLs"
            if namespaced {
                errors.append(
                    .invalid(
                        field, .array(places),
                        "namespaced rules cannot apply to non-resource URLs"))
            }
            let others = ["apiGroups", "resources", "resourceNames"]
            if others.contains(where: { !rule.elements($0).isEmpty }) {
                errors.append(
                    .invalid(
                        field, .array(places),
                        "rules cannot apply to both regular resources and non-resource URLs"))
            }
            return errors
        }
        if rule.elements("apiGroups").isEmpty {
            errors.append(
                .required(
                    "\(path).apiGroups", "resource rules must supply at least one api group"))
        }
        if rule.elements("resources").isEmpty {
            errors.append(
                .required(
                    "\(path).resources", "resource rules must supply at least one resource"))
        }
        return errors
    }
}
