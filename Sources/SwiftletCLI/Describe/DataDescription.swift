import FoundationEssentials
import JSON
import KubernetesAPI

/// ConfigMaps with their values, and Secrets without.
enum DataDescription {
    static func configMap(_ object: JSONValue, events: [Event]?, now: Timestamp) -> String {
        var text = DescriptionText()
        text.identity(of: object)
        text.line("\nData\n====")
        for (key, value) in object["data"]?.sortedMembers ?? [] {
            text.line("\(key):\n----\n\(value.shortText)\n")
        }
        text.line("\nBinaryData\n====")
        for (key, value) in object["binaryData"]?.sortedMembers ?? [] {
            text.line("\(key): \(Self.size(value)) bytes")
        }
        text.line("")
        text.events(events, now: now)
        return text.aligned
    }

    static func secret(_ object: JSONValue) -> String {
        var text = DescriptionText()
        text.identity(of: object)
        text.line("")
        text.field("Type", object["type"]?.stringValue ?? "")
        text.line("\nData\n====")
        for (key, value) in object["data"]?.sortedMembers ?? [] {
            text.field(key, "\(Self.size(value)) bytes")
        }
        return text.aligned
    }

    /// Bytes of a value that is written in base64.
    private static func size(_ value: JSONValue) -> Int {
        value.stringValue.flatMap { Data(base64Encoded: $0) }?.count ?? 0
    }
}
