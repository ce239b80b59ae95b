import JSON

/// One step of a path in a `FieldSet`, in FieldsV1's spelling.
enum FieldPathElement {
    /// A member of an object or map.
    static func field(_ name: String) -> String { "f:" + name }

    /// An element of a list that is told by its value.
    static func value(_ value: JSONValue) -> String { "v:" + value.serialized() }

    /// An element of a list that is told by some of its members.
    static func key(_ members: [(name: String, value: JSONValue)]) -> String {
        var text = "k:{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            text += "\"\(member.name)\":" + member.value.serialized()
        }
        return text + "}"
    }

    /// The spelling that this server uses; nil for what is no path element.
    static func canonical(_ element: String) -> String? {
        let rest = element.dropFirst(2)
        switch element.prefix(2) {
        case "f:": return element
        case "v:": return (try? JSONValue(parsing: String(rest))).map(value)
        case "k:":
            guard let members = (try? JSONValue(parsing: String(rest)))?.objectValue,
                !members.isEmpty
            else { return nil }
            return "k:" + JSONValue.object(members).serialized()
        case "i:": return Int(rest).map { "i:\($0)" }
        default: return nil
        }
    }

    /// As messages show it: `.image`, `[name="web"]`, `[="x"]`, `[0]`.
    static func description(_ element: String) -> String {
        let rest = String(element.dropFirst(2))
        switch element.prefix(2) {
        case "k:":
            let members = (try? JSONValue(parsing: rest))?.objectValue ?? [:]
            let texts = members.sorted { $0.key < $1.key }
                .map { "\($0.key)=\($0.value.serialized())" }
            return "[" + texts.joined(separator: ",") + "]"
        case "v:": return "[=\(rest)]"
        case "i:": return "[\(rest)]"
        default: return "." + rest
        }
    }
}

extension FieldSet {
    /// The paths in the set as messages show them, in their order: a path before those below it.
    public var paths: [String] {
        var found: [String] = []
        collect(into: &found, path: "")
        return found
    }

    private func collect(into found: inout [String], path: String) {
        // Members first, then what is below others, as structured-merge-diff goes through a set.
        let elements = children.map(\.element).sorted(by: FieldPathOrder.precedes)
        for element in elements where children[element]?.isMember == true {
            found.append(path + FieldPathElement.description(element))
        }
        for element in elements {
            children[element]?.collect(
                into: &found, path: path + FieldPathElement.description(element))
        }
    }
}

/// The order of path elements: names, keys, values, positions.
enum FieldPathOrder {
    static func precedes(_ left: String, _ right: String) -> Bool {
        let ranks = (rank(left), rank(right))
        return ranks.0 == ranks.1 ? left < right : ranks.0 < ranks.1
    }

    private static func rank(_ element: String) -> Int {
        switch element.utf8.first {
        case UInt8(ascii: "f"): 0
        case UInt8(ascii: "k"): 1
        case UInt8(ascii: "v"): 2
        default: 3
        }
    }
}
