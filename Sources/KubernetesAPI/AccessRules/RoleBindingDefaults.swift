import JSON

/// What Kubernetes fills into RoleBindings and ClusterRoleBindings.
public enum RoleBindingDefaults {
    public static func apply(to binding: inout JSONValue) {
        binding.update("roleRef") { role in
            role.setDefault("apiGroup", .string(RoleBindingValidation.group))
        }
        binding.updateEach("subjects") { subject in
            if ["User", "Group"].contains(subject.string("kind")) {
                subject.setDefault("apiGroup", .string(RoleBindingValidation.group))
            }
        }
    }
}
