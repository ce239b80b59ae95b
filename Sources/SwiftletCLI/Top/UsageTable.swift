import JSON
import KubernetesAPI

/// Objects of `metrics.k8s.io` as `kubectl top` prints them.
struct UsageTable: Sendable {
    /// Lines with the greatest amount first.
    enum Order: String, Sendable, CaseIterable {
        case cpu
        case memory
    }

    /// By name where it is nil.
    var order: Order?
    var withHeaders = true
    var withNamespace = false

    /// What one line is about.
    private struct Line {
        var namespace: String
        var names: [String]
        var amounts: Amounts
    }

    private struct Amounts {
        var cpu: Quantity
        var memory: Quantity

        init(_ usage: JSONValue?) {
            cpu = usage?["cpu"].map(Quantity.init(json:)) ?? Quantity()
            memory = usage?["memory"].map(Quantity.init(json:)) ?? Quantity()
        }

        /// The sum of `parts`.
        init(of parts: [Amounts]) {
            cpu = parts.reduce(Quantity()) { $0 + $1.cpu }
            memory = parts.reduce(Quantity()) { $0 + $1.memory }
        }

        var cells: [String] { ["\(cpu.milliValue)m", "\(memory.value >> 20)Mi"] }
    }

    /// - Parameters:
    ///   - pods: objects of the kind `PodMetrics`.
    ///   - eachContainer: whether each container has a line, not each Pod.
    ///   - withSum: whether the sum of all lines is below them.
    func pods(_ pods: [JSONValue], eachContainer: Bool, withSum: Bool) -> String {
        let lines = pods.flatMap { pod -> [Line] in
            let namespace = pod.value(at: "metadata", "namespace")?.stringValue ?? ""
            let name = Self.name(pod)
            let containers = (pod["containers"]?.arrayValue ?? []).map { container in
                Line(
                    namespace: namespace, names: [name, container["name"]?.stringValue ?? ""],
                    amounts: Amounts(container["usage"]))
            }
            if eachContainer { return containers }
            return [
                Line(
                    namespace: namespace, names: [name],
                    amounts: Amounts(of: containers.map(\.amounts)))
            ]
        }
        let titles =
            (withNamespace ? ["NAMESPACE"] : []) + (eachContainer ? ["POD", "NAME"] : ["NAME"])
        var rows = sorted(lines).map { line in
            place(of: line) + line.amounts.cells
        }
        if withSum {
            let empty = titles.map { _ in "" }
            rows.append(empty + ["________", "________"])
            rows.append(empty + Amounts(of: lines.map(\.amounts)).cells)
        }
        return text(headings: titles + ["CPU(cores)", "MEMORY(bytes)"], rows)
    }

    /// - Parameters:
    ///   - nodes: objects of the kind `NodeMetrics`.
    ///   - room: what each node has, by its name.
    func nodes(_ nodes: [JSONValue], room: [String: [String: Quantity]]) -> String {
        let lines = nodes.map { node in
            Line(namespace: "", names: [Self.name(node)], amounts: Amounts(node["usage"]))
        }
        let measured = sorted(lines).map { line in
            let room = room[line.names[0]] ?? [:]
            let cells = line.amounts.cells
            return line.names + [
                cells[0], Self.share(line.amounts.cpu.milliValue, of: room["cpu"]?.milliValue),
                cells[1], Self.share(line.amounts.memory.value, of: room["memory"]?.value),
            ]
        }
        return text(
            headings: ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"], measured)
    }

    private func sorted(_ lines: [Line]) -> [Line] {
        lines.sorted { left, right in
            switch order {
            case .cpu where left.amounts.cpu != right.amounts.cpu:
                return left.amounts.cpu > right.amounts.cpu
            case .memory where left.amounts.memory != right.amounts.memory:
                return left.amounts.memory > right.amounts.memory
            default:
                return place(of: left).lexicographicallyPrecedes(place(of: right))
            }
        }
    }

    private func place(of line: Line) -> [String] {
        (withNamespace ? [line.namespace] : []) + line.names
    }

    private func text(headings: [String], _ rows: [[String]]) -> String {
        TabWriter.table.format(
            ((withHeaders ? [headings] : []) + rows)
                .map { $0.joined(separator: "\t") + "\t\n" }.joined())
    }

    /// In whole percent; `<unknown>` of nothing.
    private static func share(_ amount: Int64, of room: Int64?) -> String {
        guard let room, room > 0 else { return "<unknown>" }
        return "\(Int64(Double(amount) / Double(room) * 100))%"
    }

    private static func name(_ object: JSONValue) -> String {
        object.value(at: "metadata", "name")?.stringValue ?? ""
    }
}
