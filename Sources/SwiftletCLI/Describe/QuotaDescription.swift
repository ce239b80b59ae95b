import JSON
import KubernetesAPI

/// What a namespace may hold: ResourceQuotas and LimitRanges.
enum QuotaDescription {
    static func quota(_ object: JSONValue) -> String {
        var text = DescriptionText()
        text.identity(of: object, withLabels: false)
        let scopes = object.value(at: "spec", "scopes")?.strings ?? []
        if !scopes.isEmpty { text.field("Scopes", scopes.sorted().joined(separator: ", ")) }
        text.headings(["Resource", "Used", "Hard"])
        for row in quotaRows(object) { text.line(row) }
        return text.aligned
    }

    static func limits(_ object: JSONValue) -> String {
        var text = DescriptionText()
        text.identity(of: object, withLabels: false)
        text.headings(limitHeadings)
        for row in limitRows(object) { text.line(row) }
        return text.aligned
    }

    /// The quotas and limits at the end of a namespace's description.
    static func add(quotas: [JSONValue], ranges: [JSONValue], to text: inout DescriptionText) {
        if quotas.isEmpty {
            text.line("\nNo resource quota.")
        } else {
            text.line("\nResource Quotas")
            for quota in quotas {
                text.field("Name", quota.value(at: "metadata", "name")?.stringValue ?? "", level: 1)
                text.headings(["Resource", "Used", "Hard"], level: 1)
                for row in quotaRows(quota) { text.line(row, level: 1) }
            }
        }
        if ranges.isEmpty {
            text.line("\nNo LimitRange resource.")
        } else {
            text.line("\nResource Limits")
            text.headings(limitHeadings, level: 1)
            for row in ranges.flatMap(limitRows) { text.line(row, level: 1) }
        }
    }

    private static func quotaRows(_ object: JSONValue) -> [String] {
        let used = object.value(at: "status", "used") ?? .null
        let hard = object.value(at: "status", "hard") ?? object.value(at: "spec", "hard")
        return (hard?.sortedMembers ?? []).map { name, limit in
            "\(name)\t\(used[name]?.shortText ?? "0")\t\(limit.shortText)"
        }
    }

    private static let limitHeadings = [
        "Type", "Resource", "Min", "Max", "Default Request", "Default Limit",
        "Max Limit/Request Ratio",
    ]

    private static func limitRows(_ object: JSONValue) -> [String] {
        let members = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"]
        return (object.value(at: "spec", "limits")?.arrayValue ?? []).flatMap { item in
            let resources = Set(members.flatMap { (item[$0]?.objectValue ?? [:]).keys })
            return resources.sorted().map { resource in
                let values = members.map { item.value(at: $0, resource)?.shortText ?? "-" }
                let cells = [item["type"]?.stringValue ?? "", resource] + values
                return cells.joined(separator: "\t")
            }
        }
    }
}
