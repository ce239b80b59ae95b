import JSON
import KubernetesAPI

enum YAMLPrinter {
    static func print(_ value: JSONValue) -> String { value.serialized(indent: 2) + "\n" }
}
enum HumanDuration {
    static func since(_ time: Timestamp, now: Timestamp) -> String {
        "\((now - time).components.seconds)s"
    }
}
extension Schema {
    static func knows(_ type: ResourceType) -> Bool { false }
}
enum StrategicMergePatch {
    static func create(original: JSONValue, modified: JSONValue, current: JSONValue, kind: String)
        throws -> JSONValue
    { .null }
}
