import JSON

extension TablePrinter {
    static let roleBindings = TablePrinter(RoleBinding.self, columns: bindingColumns) {
        binding, now in
        bindingCells(binding.metadata, binding.roleRef, binding.subjects, now)
    }

    static let clusterRoleBindings = TablePrinter(
        ClusterRoleBinding.self, columns: bindingColumns
    ) { binding, now in
        bindingCells(binding.metadata, binding.roleRef, binding.subjects, now)
    }

    private static let bindingColumns = [
        name, ResourceTable.Column("Role", "The role that is given."), age,
        ResourceTable.Column("Users", wide: true, "Users who have it."),
        ResourceTable.Column("Groups", wide: true, "Groups that have it."),
        ResourceTable.Column("ServiceAccounts", wide: true, "ServiceAccounts that have it."),
    ]

    private static func bindingCells(
        _ metadata: ObjectMeta, _ role: RoleRef, _ subjects: [Subject], _ now: Timestamp
    ) -> [JSONValue] {
        func names(_ kind: String) -> JSONValue {
            let names = subjects.filter { $0.kind == kind }.map { subject in
                kind == "ServiceAccount" ? "\(subject.namespace)/\(subject.name)" : subject.name
            }
            return text(names.joined(separator: ", "))
        }
        return [
            text(metadata.name), text("\(role.kind)/\(role.name)"), age(metadata, now),
            names("User"), names("Group"), names("ServiceAccount"),
        ]
    }
}
