import JSON
import Yams

/// Reads manifests: YAML as Kubernetes' tools understand it (1.1's numbers and booleans), and with it
/// JSON and KYAML.
public struct YAMLReader {
    /// Values in one text, aliases counted each time they are used: a short text cannot grow without
    /// bound.
    static let maximumValues = 1_000_000
    /// As the JSON parser.
    static let maximumDepth = 200

    private var remaining = maximumValues

    /// The documents of a text; empty ones are left out.
    ///
    /// - Throws: `YAMLError`.
    public static func documents(_ text: String) throws(YAMLError) -> [JSONValue] {
        do {
            return try read(text)
        } catch {
            throw YAMLError(error)
        }
    }

    /// As `documents`, and takes the last one of keys that a map has more than once.
    ///
    /// - Parameter duplicates: receives the path of each of the others, in Kubernetes' form.
    public static func documents(
        _ text: String, duplicates: inout [String]
    ) throws(YAMLError) -> [JSONValue] {
        var repeated = RepeatedKeys(text)
        while true {
            do {
                return try read(repeated.text).map {
                    repeated.removed(from: $0, paths: &duplicates)
                }
            } catch {
                guard repeated.rename(after: error) else { throw YAMLError(error) }
            }
        }
    }

    private static func read(_ text: String) throws -> [JSONValue] {
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        var reader = YAMLReader()
        var documents: [JSONValue] = []
        while let root = try parser.nextRoot() {
            let document = try reader.value(root, depth: 0)
            if !document.isNull { documents.append(document) }
        }
        return documents
    }

    private mutating func value(_ node: Yams.Node, depth: Int) throws(YAMLError) -> JSONValue {
        remaining -= 1
        guard remaining >= 0 else {
            throw YAMLError(
                mark: node.mark, reason: "more than \(Self.maximumValues) values with all aliases")
        }
        guard depth <= Self.maximumDepth else {
            throw YAMLError(
                mark: node.mark, reason: "nested more than \(Self.maximumDepth) levels deep")
        }
        switch node {
        case .scalar(let scalar):
            return try Self.value(scalar)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try value(element, depth: depth + 1)) }
            return .array(elements)
        case .mapping(let mapping):
            return .object(try members(mapping, depth: depth))
        case .alias(let alias):
            throw YAMLError(mark: alias.mark, reason: "alias of an anchor that does not exist")
        }
    }

    private mutating func members(
        _ mapping: Yams.Node.Mapping, depth: Int
    ) throws(YAMLError) -> JSONObject {
        var members: JSONObject = [:]
        var inherited: JSONObject = [:]
        for (key, child) in mapping {
            guard let scalar = key.scalar else {
                throw YAMLError(mark: key.mark, reason: "a key is a text, not a list or a map")
            }
            let value = try value(child, depth: depth + 1)
            if scalar.string == "<<", scalar.style == .plain {
                try merge(value, into: &inherited, mark: key.mark)
            } else {
                members[scalar.string] = value
            }
        }
        return members.merging(inherited) { own, _ in own }
    }

    /// `<<: *base` takes the members of another map, of several the first that has it.
    private func merge(
        _ value: JSONValue, into inherited: inout JSONObject, mark: Mark?
    ) throws(YAMLError) {
        for source in value.arrayValue ?? [value] {
            guard let members = source.objectValue else {
                throw YAMLError(mark: mark, reason: "\"<<\" takes a map or a list of maps")
            }
            inherited.merge(members) { first, _ in first }
        }
    }

    private static func value(_ scalar: Yams.Node.Scalar) throws(YAMLError) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any,
            scalar.tag.rawValue != Tag.Name.str.rawValue
        else { return .string(scalar.string) }
        if case .number(let number) = PlainScalar.value(of: scalar.string), !number.isFinite {
            throw YAMLError(
                mark: scalar.mark, reason: "\(scalar.string) is no number that JSON can carry")
        }
        return PlainScalar.value(of: scalar.string)
    }
}
