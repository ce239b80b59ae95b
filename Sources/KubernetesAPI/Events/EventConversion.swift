import JSON

/// One Event in its two forms: that of core/v1, which is stored, and that of events.k8s.io/v1.
///
/// The two hold the same under different names (pkg/apis/events/v1/conversion.go).
public enum EventConversion {
    /// The names in core/v1 and in events.k8s.io/v1.
    private static let names = [
        ("involvedObject", "regarding"), ("message", "note"),
        ("reportingComponent", "reportingController"), ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ]

    public static let coreVersion = "v1"
    public static let version = "events.k8s.io/v1"

    /// The form of events.k8s.io/v1.
    public static func fromCore(_ event: JSONValue) -> JSONValue {
        renamed(event, names.map { ($0.0, $0.1) }, version)
    }

    /// The form of core/v1.
    public static func toCore(_ event: JSONValue) -> JSONValue {
        renamed(event, names.map { ($0.1, $0.0) }, coreVersion)
    }

    private static func renamed(
        _ event: JSONValue, _ names: [(String, String)], _ version: String
    ) -> JSONValue {
        guard case .object(var members) = event else { return event }
        for (name, other) in names {
            if let value = members.removeValue(forKey: name) { members[other] = value }
        }
        members["apiVersion"] = .string(version)
        return .object(members)
    }
}
