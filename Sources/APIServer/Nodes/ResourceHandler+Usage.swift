import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient

/// `metrics.k8s.io`: what Pods and the node use, measured when it is asked for. `kubectl top` shows it.
extension ResourceHandler {
    /// - Parameter name: nil for all that the selectors of the request select.
    func measure(
        _ request: RESTRequest, _ path: ResourcePath, name: String? = nil
    ) async throws -> Response {
        if request.query.flag("watch") {
            throw APIError(
                code: 405, reason: "MethodNotAllowed",
                message: "watch is not supported on resources of kind "
                    + "\"\(path.type.qualifiedName)\"")
        }
        let presentation = try Presentation(request, type: path.type)
        let options = try request.query.listOptions()
        guard let nodeEndpoint else {
            throw APIError(
                code: 503, reason: "ServiceUnavailable", message: "no kubelet measures here")
        }
        let measured: ResourceType = path.type == .podMetrics ? .pods : .nodes
        if let name {
            let object = try await client.get(measured, namespace: path.namespace, name: name)
            let usage = UsageObjects(try await nodeEndpoint.usage(), node: nodeEndpoint.nodeName)
            guard let item = usage.object(of: object, path.type) else {
                throw APIError.notFound(
                    path.type, name: path.namespace.map { "\($0)/\(name)" } ?? name)
            }
            return presentation.response(object: item)
        }
        let objects = try await client.list(
            measured, namespace: path.namespace,
            options: ListOptions(
                labelSelector: options.labelSelector, fieldSelector: options.fieldSelector))
        let usage = UsageObjects(try await nodeEndpoint.usage(), node: nodeEndpoint.nodeName)
        return presentation.response(
            list: ObjectList(
                items: objects.items.compactMap { usage.object(of: $0, path.type) },
                resourceVersion: ""))
    }
}

/// Usage as objects of `metrics.k8s.io`.
struct UsageObjects {
    private let usage: NodeUsage
    private let node: String

    init(_ usage: NodeUsage, node: String) {
        self.usage = usage
        self.node = node
    }

    /// - Parameter object: the Pod or Node.
    /// - Returns: nil for one that nothing is known of: it has no container that runs.
    func object(of object: JSONValue, _ type: ResourceType) -> JSONValue? {
        var metadata: JSONValue = [
            "name": .string(Self.text("name", of: object)), "creationTimestamp": timestamp,
        ]
        metadata["namespace"] = object.value(at: "metadata", "namespace")
        metadata["labels"] = object.value(at: "metadata", "labels")
        var found: JSONValue = [
            "kind": .string(type.kind), "apiVersion": .string(type.apiVersion),
            "metadata": metadata, "timestamp": timestamp, "window": .string(window),
        ]
        if type == .nodeMetrics {
            guard Self.text("name", of: object) == node, let amounts = usage.machine else {
                return nil
            }
            found["usage"] = Self.json(amounts)
        } else {
            guard let containers = usage.pods[Self.text("uid", of: object)] else { return nil }
            found["containers"] = .array(
                containers.map { ["name": .string($0.name), "usage": Self.json($0.amounts)] })
        }
        return found
    }

    private static func text(_ member: String, of object: JSONValue) -> String {
        object.value(at: "metadata", member)?.stringValue ?? ""
    }

    private var timestamp: JSONValue {
        Timestamp(nanosecondsSince1970: usage.time).truncatedToSeconds.json
    }

    /// As Go writes a duration: `1.004s`, `1m0s`.
    private var window: String {
        let milliseconds = usage.window / 1_000_000
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let (seconds, thousandths) = rest.quotientAndRemainder(dividingBy: 1_000)
        var text = "\(seconds)"
        if thousandths > 0 {
            let digits = String(1_000 + thousandths).dropFirst()
            text += "." + digits.trimmingZeros
        }
        return (minutes > 0 ? "\(minutes)m" : "") + text + "s"
    }

    private static func json(_ amounts: NodeUsage.Amounts) -> JSONValue {
        let cpu = Quantity("\(amounts.cpu)n") ?? Quantity()
        let memory = Quantity(value: Int64(clamping: amounts.memory), format: .binarySI)
        return ["cpu": .string(cpu.canonical), "memory": .string(memory.canonical)]
    }
}

extension Substring {
    fileprivate var trimmingZeros: Substring {
        var text = self
        while text.last == "0" { text.removeLast() }
        return text
    }
}
