import JSON

/// JSON Patch (RFC 6902), with what kube-apiserver's library makes of it: a missing `value` is null,
/// `replace` of a member that is not there adds it, and positions below zero count from the end.
public enum JSONPatch {
    /// As in kube-apiserver.
    static let maximumOperations = 10_000
    /// Values that all `copy` operations together may add.
    static let maximumCopiedValues = 1_000_000
    /// As the JSON parser.
    fileprivate static let maximumDepth = 200

    /// The value after all operations.
    ///
    /// - Throws: `APIError`: 400 where the patch is no list of operations, 413 where they are too many,
    ///   422 where one does not apply.
    public static func apply(_ patch: JSONValue, to original: JSONValue) throws -> JSONValue {
        guard let operations = patch.arrayValue else {
            throw APIError.badRequest(
                "error decoding patch: a JSON patch is an array of operations")
        }
        guard operations.count <= maximumOperations else {
            throw APIError(
                code: 413, reason: "RequestEntityTooLarge",
                message: "Request entity too large: The allowed maximum operations in a JSON patch "
                    + "is \(maximumOperations), got \(operations.count)")
        }
        var document = original
        var copied = 0
        for operation in operations {
            guard case .object = operation else {
                throw APIError.badRequest("error decoding patch: an operation is not an object")
            }
            do throws(PointerError) {
                try apply(operation, to: &document, copied: &copied)
            } catch {
                throw refusal(error.reason)
            }
        }
        return document
    }

    /// As kube-apiserver answers; it keeps the reason to itself, which stands among the causes here.
    private static func refusal(_ reason: String) -> APIError {
        APIError(
            code: 422, reason: "Invalid",
            message: "the server rejected our request due to an error in our request",
            details: [
                "causes": [["reason": "UnexpectedServerResponse", "message": .string(reason)]]
            ])
    }

    private static func apply(
        _ operation: JSONValue, to document: inout JSONValue, copied: inout Int
    ) throws(PointerError) {
        let name = operation["op"]?.stringValue ?? "unknown"
        guard ["add", "remove", "replace", "move", "copy", "test"].contains(name) else {
            throw PointerError(reason: "Unexpected kind: \(name)")
        }
        let path = try pointer(operation, "path", name)
        let value = operation["value"] ?? .null
        do throws(PointerError) {
            switch name {
            case "add": try document.add(value, at: path[...])
            case "remove": _ = try document.remove(at: path[...])
            case "replace": try document.replace(with: value, at: path[...])
            case "move":
                let source = try pointer(operation, "from", name)
                guard !path.starts(with: source) || path == source else {
                    throw PointerError(reason: "a value cannot move into itself")
                }
                let moved = try document.remove(at: source[...])
                try document.add(moved, at: path[...])
            case "copy":
                let source = try document.lookUp(try pointer(operation, "from", name))
                copied += source.count
                guard copied <= maximumCopiedValues else {
                    throw PointerError(reason: "the copies grow too large")
                }
                try document.add(source, at: path[...])
            default:
                guard ((try? document.lookUp(path)) ?? .null) == value else {
                    throw PointerError(
                        reason: "testing value \(text(of: path)) failed: test failed")
                }
            }
        } catch {
            if name == "test" { throw error }
            throw PointerError(
                reason: "\(name) operation does not apply: \(text(of: path)): \(error.reason)")
        }
    }

    private static func pointer(
        _ operation: JSONValue, _ member: String, _ name: String
    ) throws(PointerError) -> [String] {
        guard let text = operation[member]?.stringValue else {
            throw PointerError(
                reason: "\(name) operation failed to decode \(member): missing value")
        }
        guard text.isEmpty || text.hasPrefix("/") else {
            throw PointerError(
                reason: "\(name) operation does not apply: doc is missing path: \"\(text)\": "
                    + "missing value")
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

    private static func checkDepth(
        _ new: JSONValue, at path: ArraySlice<String>
    ) throws(PointerError) {
        guard path.count + new.depth <= JSONPatch.maximumDepth else {
            throw PointerError(reason: "the document becomes too deep")
        }
    }

    fileprivate func lookUp(_ path: [String]) throws(PointerError) -> JSONValue {
        var value = self
        for key in path {
            if case .array(let elements) = value {
                value = elements[try index(key, elements.count)]
            } else if let member = value[key] {
                value = member
            } else {
                throw PointerError(reason: "there is no \"\(key)\"")
            }
        }
        return value
    }

    fileprivate mutating func add(
        _ new: JSONValue, at path: ArraySlice<String>
    ) throws(PointerError) {
        try Self.checkDepth(new, at: path)
        try change(path, atEnd: { $0 = new }) { parent, key throws(PointerError) in
            if case .array(var elements) = parent {
                let position = key == "-" ? elements.count : try index(key, elements.count + 1)
                elements.insert(new, at: position)
                parent = .array(elements)
            } else {
                parent[key] = new
            }
        }
    }

    fileprivate mutating func replace(
        with new: JSONValue, at path: ArraySlice<String>
    ) throws(PointerError) {
        try Self.checkDepth(new, at: path)
        try change(path, atEnd: { $0 = new }) { parent, key throws(PointerError) in
            if case .array(var elements) = parent {
                elements[try index(key, elements.count)] = new
                parent = .array(elements)
            } else {
                parent[key] = new
            }
        }
    }

    fileprivate mutating func remove(
        at path: ArraySlice<String>
    ) throws(PointerError) -> JSONValue {
        var removed = self
        try change(path, atEnd: { $0 = .null }) { parent, key throws(PointerError) in
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
        edit: (inout JSONValue, String) throws(PointerError) -> Void
    ) throws(PointerError) {
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

/// The element that a key of a pointer names; below zero from the end.
private func index(_ key: String, _ count: Int) throws(PointerError) -> Int {
    let digits = key.hasPrefix("-") ? key.dropFirst() : key[...]
    let isNumber =
        digits == "0"
        || (!digits.isEmpty && !digits.hasPrefix("0")
            && digits.utf8.allSatisfy { 0x30...0x39 ~= $0 })
    guard isNumber, let position = Int(key), position < count, position >= -count else {
        throw PointerError(reason: "there is no element \(key)")
    }
    return position < 0 ? position + count : position
}
