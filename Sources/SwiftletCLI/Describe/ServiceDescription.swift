import JSON
import KubernetesAPI

/// A Service in detail.
enum ServiceDescription {
    static func text(_ object: JSONValue, events: [Event]?, now: Timestamp) -> String {
        let spec = object["spec"] ?? .null
        var text = DescriptionText()
        text.identity(of: object)
        text.labels("Selector", spec["selector"]?.stringMembers ?? [:])
        text.field("Type", spec["type"]?.stringValue ?? "")
        text.optional("IP Family Policy", spec["ipFamilyPolicy"]?.stringValue)
        text.optional("IP Families", spec["ipFamilies"]?.strings.joined(separator: ","))
        text.field("IP", spec["clusterIP"]?.stringValue ?? "")
        text.optional("IPs", spec["clusterIPs"]?.strings.joined(separator: ","))
        text.optional("External Name", spec["externalName"]?.stringValue)
        for port in spec["ports"]?.arrayValue ?? [] { add(port, to: &text) }
        text.optional("Session Affinity", spec["sessionAffinity"]?.stringValue)
        text.optional("Internal Traffic Policy", spec["internalTrafficPolicy"]?.stringValue)
        text.events(events, now: now)
        return text.aligned
    }

    private static func add(_ port: JSONValue, to text: inout DescriptionText) {
        let name = port["name"]?.stringValue ?? "<unset>"
        let transport = port["protocol"]?.stringValue ?? "TCP"
        text.field("Port", "\(name)\t\(port["port"]?.shortText ?? "")/\(transport)")
        text.field("TargetPort", "\(port["targetPort"]?.shortText ?? "")/\(transport)")
        if let nodePort = port["nodePort"]?.integerValue {
            text.field("NodePort", "\(name)\t\(nodePort)/\(transport)")
        }
    }
}
