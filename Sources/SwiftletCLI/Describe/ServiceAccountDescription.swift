import JSON
import KubernetesAPI

/// A service account in detail.
enum ServiceAccountDescription {
    static func text(_ object: JSONValue, events: [Event]?, now: Timestamp) -> String {
        var text = DescriptionText()
        text.identity(of: object)
        text.multiline("Image pull secrets", names(object["imagePullSecrets"]))
        text.multiline("Mountable secrets", names(object["secrets"]))
        text.multiline("Tokens", [])
        text.events(events, now: now)
        return text.aligned
    }

    private static func names(_ references: JSONValue?) -> [String] {
        (references?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
    }
}
