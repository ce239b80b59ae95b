import JSON
import KubernetesAPI

/// Roles with their rules, and bindings with their subjects.
enum RoleDescription {
    static func role(_ object: JSONValue) -> String {
        var text = DescriptionText()
        text.identity(of: object)
        text.line("PolicyRule:")
        text.headings(
            ["Resources", "Non-Resource URLs", "Resource Names", "Verbs"],
            dashes: ["---------", "-----------------", "--------------", "-----"], level: 1)
        for row in rows(object["rules"]?.arrayValue ?? []) { text.line(row, level: 1) }
        return text.aligned
    }

    static func binding(_ object: JSONValue) -> String {
        var text = DescriptionText()
        text.identity(of: object)
        text.line("Role:")
        text.field("Kind", object.value(at: "roleRef", "kind")?.stringValue ?? "", level: 1)
        text.field("Name", object.value(at: "roleRef", "name")?.stringValue ?? "", level: 1)
        text.line("Subjects:")
        text.headings(["Kind", "Name", "Namespace"], level: 1)
        for subject in object["subjects"]?.arrayValue ?? [] {
            let cells = ["kind", "name", "namespace"].map { subject[$0]?.stringValue ?? "" }
            text.line(cells.joined(separator: "\t"), level: 1)
        }
        return text.aligned
    }

    /// One line for each resource, and each path, of each rule.
    private static func rows(_ rules: [JSONValue]) -> [String] {
        rules.flatMap { rule in
            let verbs = list(rule["verbs"])
            let names = list(rule["resourceNames"])
            let resources = (rule["apiGroups"]?.strings ?? []).flatMap { group in
                (rule["resources"]?.strings ?? []).map { qualified($0, group) }
            }
            let paths = rule["nonResourceURLs"]?.strings ?? []
            return resources.map { "\($0)\t[]\t\(names)\t\(verbs)" }
                + paths.map { " \t[\($0)]\t[]\t\(verbs)" }
        }.sorted()
    }

    /// `deployments.apps/status`
    private static func qualified(_ resource: String, _ group: String) -> String {
        guard !group.isEmpty else { return resource }
        let parts = resource.split(separator: "/", maxSplits: 1)
        return "\(parts.first ?? "").\(group)" + parts.dropFirst().map { "/\($0)" }.joined()
    }

    private static func list(_ values: JSONValue?) -> String {
        "[" + (values?.strings ?? []).joined(separator: " ") + "]"
    }
}
