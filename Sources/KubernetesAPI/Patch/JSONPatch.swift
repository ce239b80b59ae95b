import JSON

/// JSON Patch (RFC 6902).
public enum JSONPatch {
    /// As in kube-apiserver.
    static let maximumOperations = 10_000
    /// Values that all `copy` operations together may add.
    static let maximumCopiedValues = 1_000_000
    /// As the JSON parser.
    fileprivate static let maximumDepth = 200

    /// The value after all operations.
    ///
    /// - Throws: `APIError`: a bad request where the patch is broken, 422 where an operation does not
    ///   apply.
    public static func apply(_ patch: JSONValue, to original: JSONValue) throws -> JSONValue {
        guard let operations = patch.arrayValue else {
            throw APIError.badRequest("a JSON patch is an array of operations")
        }
        guard operations.count <= maximumOperations else {
            throw APIError(
                code: 413, reason: "RequestEntityTooLarge",
                message: "a JSON patch has at most \(maximumOperations) operations, this one has "
                    + "\(operations.count)")
        }
        var document = original
        var copied = 0
        for (index, operation) in operations.enumerated() {
            try apply(operation, index, to: &document, copied: &copied)
        }
        return document
    }

    private static func apply(
        _ operation: JSONValue, _ index: Int, to document: inout JSONValue, copied: inout Int
    ) throws {
        guard let name = operation["op"]?.stringValue else {
            throw APIError.badRequest("operation \(index) of the JSON patch has no op")
        }
        let path = try pointer(operation, "path", index)
        do {
            switch name {
            case "add": try document.add(try value(operation, index), at: path[...])
            case "remove": _ = try document.remove(at: path[...])
            case "replace":
                _ = try document.lookUp(path)
                try document.replace(with: try value(operation, index), at: path[...])
            case "move":
                let source = try pointer(operation, "from", index)
                guard !path.starts(with: source) || path == source else {
                    throw PointerError(reason: "a value cannot move into itself")
                }
                let moved = try document.remove(at: source[...])
                try document.add(moved, at: path[...])
            case "copy":
                let source = try document.lookUp(try pointer(operation, "from", index))
                copied += source.count
                guard copied <= maximumCopiedValues else {
                    throw PointerError(reason: "the copies grow too large")
                }
                try document.add(source, at: path[...])
            case "test":
                let expected = try value(operation, index)
                guard (try? document.lookUp(path)) ?? .null == expected else {
                    throw PointerError(reason: "the value is another one")
                }
            default:
                throw APIError.badRequest(
                    "operation \(index) of the JSON patch has the unknown op \"\(name)\"")
            }
        } catch let error as PointerError {
            throw APIError(
                code: 422, reason: "Invalid",
                message: "operation \(index) of the JSON patch (\(name) \"\(text(of: path))\"): "
                    + error.reason)
        }
    }

    private static func value(_ operation: JSONValue, _ index: Int) throws -> JSONValue {
        guard let value = operation["value"] else {
            throw APIError.badRequest("operation \(index) of the JSON patch has no value")
        }
        return value
    }

    private static func pointer(
        _ operation: JSONValue, _ member: String, _ index: Int
    ) throws -> [String] {
        guard let text = operation[member]?.stringValue, text.isEmpty || text.hasPrefix("/") else {
            throw APIError.badRequest(
                "operation \(index) of the JSON patch has no \(member) of the form \"/a/b\"")
        }
        return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }

    private static func text(of path: [String]) -> String {
        path.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }
}

/// Why a JSON pointer (RFC 6901) does not apply.
private struct PointerError: Error {
    var reason: String
}

extension JSONValue {
    /// The values in the tree.
    fileprivate var count: Int {
        switch self {
        case .array(let elements): elements.reduce(1) { $0 + $1.count }
        case .object(let members): members.values.reduce(1) { $0 + $1.count }
        default: 1
        }
    }

    /// 1 for a value that holds no others.
    private var depth: Int {
        switch self {
        case .array(let elements): 1 + (elements.map(\.depth).max() ?? 0)
        case .object(let members): 1 + (members.values.map(\.depth).max() ?? 0)
        default: 1
        }
    }

    private static func checkDepth(_ new: JSONValue, at path: ArraySlice<String>) throws {
        guard path.count + new.depth <= JSONPatch.maximumDepth else {
            throw PointerError(reason: "the document becomes too deep")
        }
    }

    fileprivate func lookUp(_ path: [String]) throws -> JSONValue {
        try path.reduce(self) { value, key in
            if case .array(let elements) = value { return elements[try index(key, elements.count)] }
            guard let member = value[key] else {
                throw PointerError(reason: "there is no \"\(key)\"")
            }
            return member
        }
    }

    fileprivate mutating func add(_ new: JSONValue, at path: ArraySlice<String>) throws {
        try Self.checkDepth(new, at: path)
        try change(path, atEnd: { $0 = new }) { parent, key in
            if case .array(var elements) = parent {
                let position = key == "-" ? elements.count : try index(key, elements.count + 1)
                elements.insert(new, at: position)
                parent = .array(elements)
            } else {
                parent[key] = new
            }
        }
    }

    fileprivate mutating func replace(with new: JSONValue, at path: ArraySlice<String>) throws {
        try Self.checkDepth(new, at: path)
        try change(path, atEnd: { $0 = new }) { parent, key in
            if case .array(var elements) = parent {
                elements[try index(key, elements.count)] = new
                parent = .array(elements)
            } else {
                parent[key] = new
            }
        }
    }

    fileprivate mutating func remove(at path: ArraySlice<String>) throws -> JSONValue {
        var removed = self
        try change(path, atEnd: { $0 = .null }) { parent, key in
            if case .array(var elements) = parent {
                removed = elements.remove(at: try index(key, elements.count))
                parent = .array(elements)
            } else if let member = parent[key] {
                removed = member
                parent[key] = nil
            } else {
                throw PointerError(reason: "there is no \"\(key)\"")
            }
        }
        return removed
    }

    /// Walks to the parent of what the path names, which `edit` changes by the last key.
    private mutating func change(
        _ path: ArraySlice<String>, atEnd: (inout JSONValue) -> Void,
        edit: (inout JSONValue, String) throws -> Void
    ) throws {
        guard let key = path.first else { return atEnd(&self) }
        switch self {
        case .array(var elements) where path.count > 1:
            let position = try index(key, elements.count)
            try elements[position].change(path.dropFirst(), atEnd: atEnd, edit: edit)
            self = .array(elements)
        case .object(let members) where path.count > 1:
            guard var member = members[key] else {
                throw PointerError(reason: "there is no \"\(key)\"")
            }
            try member.change(path.dropFirst(), atEnd: atEnd, edit: edit)
            self[key] = member
        case .array, .object:
            try edit(&self, key)
        default:
            throw PointerError(reason: "\"\(key)\" is asked of a value that has no members")
        }
    }
}

/// The element that a key of a pointer names.
private func index(_ key: String, _ count: Int) throws -> Int {
    let isNumber =
        key == "0" || (!key.hasPrefix("0") && key.utf8.allSatisfy { 0x30...0x39 ~= $0 })
    guard isNumber, let index = Int(key), index < count else {
        throw PointerError(reason: "there is no element \(key)")
    }
    return index
}
