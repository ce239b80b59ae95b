import JSON

/// What the containers of a Pod need together (component-helpers/resource in Kubernetes): the app
/// containers and sidecars at the same time, or an init container with the sidecars before it.
enum ContainerTotals {
    typealias Amounts = [String: Quantity]

    static func requests(of spec: JSONValue) -> Amounts { total(spec, "requests") }

    static func limits(of spec: JSONValue) -> Amounts { total(spec, "limits") }

    private static func total(_ spec: JSONValue, _ kind: String) -> Amounts {
        var running: Amounts = [:]
        for container in spec["containers"]?.arrayValue ?? [] {
            running.merge(amounts(container, kind), uniquingKeysWith: +)
        }
        var sidecars: Amounts = [:]
        var starting: Amounts = [:]
        for container in spec["initContainers"]?.arrayValue ?? [] {
            let own = amounts(container, kind)
            if container["restartPolicy"]?.stringValue == "Always" {
                running.merge(own, uniquingKeysWith: +)
                sidecars.merge(own, uniquingKeysWith: +)
                starting.merge(sidecars, uniquingKeysWith: max)
            } else {
                starting.merge(
                    own.merging(sidecars, uniquingKeysWith: +), uniquingKeysWith: max)
            }
        }
        return running.merging(starting, uniquingKeysWith: max)
    }

    private static func amounts(_ container: JSONValue, _ kind: String) -> Amounts {
        (container.value(at: "resources", kind)?.objectValue ?? [:])
            .compactMapValues(Quantity.init(checking:))
    }
}
