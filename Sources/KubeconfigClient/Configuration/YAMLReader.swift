import JSON
import Yams

public enum LocalYAML {
    public static func read(_ text: String) throws -> [JSONValue] {
        var out: [JSONValue] = []
        for node in try Yams.compose_all(yaml: text) { out.append(try convert(node)) }
        return out
    }
    private static func convert(_ node: Node) throws -> JSONValue {
        switch node {
        case .scalar:
            if let b = node.bool, node.tag == Tag(.bool) || node.scalar?.style == .plain {
                return .bool(b)
            }
            return .string(node.string ?? "")
        case .sequence(let s): return .array(try s.map(convert))
        case .mapping(let m):
            var d: [String: JSONValue] = [:]
            for (k, v) in m { d[k.string ?? ""] = try convert(v) }
            return .object(d)
        case .alias: return .null
        }
    }
}
