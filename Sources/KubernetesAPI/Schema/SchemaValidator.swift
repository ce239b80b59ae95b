import JSON

/// Compares a value with the schema of its kind.
public struct SchemaValidator {
    /// What does not fit.
    public struct Report: Sendable, Hashable {
        /// Paths of members that the kind does not have: `spec.containers[0].imag`.
        public var unknownFields: [String] = []
        /// One sentence for each value of a wrong type, with its path.
        public var typeErrors: [String] = []

        public var isClean: Bool { unknownFields.isEmpty && typeErrors.isEmpty }
    }

    private let schema: Schema
    private var report = Report()
    /// The way to the value that is being checked: members, and elements as `[0]`.
    private var steps: [String] = []

    private init(schema: Schema) { self.schema = schema }

    /// Checks an object of a kind; a kind without schema passes.
    public static func check(
        _ value: JSONValue, kind: String, schema: Schema = .kubernetes
    ) -> Report {
        var validator = SchemaValidator(schema: schema)
        guard let object = schema.objects[kind] else { return Report() }
        validator.check(value, as: object)
        return validator.report
    }

    /// Removes the members that the kind does not have.
    public static func prune(
        _ value: inout JSONValue, kind: String, schema: Schema = .kubernetes
    ) {
        guard let object = schema.objects[kind] else { return }
        prune(&value, .object(object.name), schema)
    }

    private var path: String {
        steps.reduce(into: "") { path, step in
            if !path.isEmpty, !step.hasPrefix("[") { path += "." }
            path += step
        }
    }

    private mutating func check(_ value: JSONValue, as object: Schema.Object) {
        guard case .object(let members) = value else { return }
        for (key, member) in members {
            steps.append(key)
            if let field = object[key] {
                check(member, as: field.type, owner: object.name)
            } else {
                report.unknownFields.append(path)
            }
            steps.removeLast()
        }
    }

    private mutating func check(
        _ value: JSONValue, as type: Schema.FieldType, owner: String
    ) {
        switch (type, value) {
        case (_, .null), (.any, _):
            return
        case (.object(let name), .object):
            if let object = schema.objects[name] { check(value, as: object) }
        case (.list(let element), .array(let elements)):
            for (index, item) in elements.enumerated() {
                steps.append("[\(index)]")
                check(item, as: element, owner: owner)
                steps.removeLast()
            }
        case (.map(let valueType), .object(let members)):
            for (key, item) in members {
                steps.append(key)
                check(item, as: valueType, owner: owner)
                steps.removeLast()
            }
        default:
            if let problem = scalarProblem(value, type, owner: owner) {
                report.typeErrors.append(problem)
            }
        }
    }

    private func scalarProblem(
        _ value: JSONValue, _ type: Schema.FieldType, owner: String
    ) -> String? {
        switch (type, value) {
        case (.string, .string), (.enumeration, .string), (.bool, .bool), (.int64, .integer),
            (.intOrString, .string):
            return nil
        case (.int32, .integer(let number)), (.intOrString, .integer(let number)):
            if Int32(exactly: number) != nil { return nil }
        case (.int32, .number(let number)):
            if Int32(exactly: number) != nil { return nil }
        case (.int64, .number(let number)):
            if Int64(exactly: number) != nil { return nil }
        case (.quantity, .string), (.quantity, .integer), (.quantity, .number):
            if Quantity(checking: value) != nil { return nil }
            return "\(path): \(Quantity.formatMessage)"
        case (.time, .string(let text)), (.microTime, .string(let text)):
            if Timestamp(text) != nil { return nil }
            return "\(path): parsing time \"\(text)\": want RFC 3339 (2006-01-02T15:04:05Z)"
        case (.bytes, .string(let text)):
            return Base64.decode(text) == nil ? "\(path): illegal base64 data" : nil
        default:
            break
        }
        return "json: cannot unmarshal \(Self.describe(value)) into Go struct field "
            + "\(owner).\(path) of type \(type.goName)"
    }

    private static func describe(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .integer, .number: "number \(value.serialized())"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private static func prune(
        _ value: inout JSONValue, _ type: Schema.FieldType, _ schema: Schema
    ) {
        switch (type, value) {
        case (.object(let name), .object(let members)):
            guard let object = schema.objects[name] else { return }
            var kept: JSONObject = [:]
            for (key, member) in members {
                guard let field = object[key] else { continue }
                var member = member
                prune(&member, field.type, schema)
                kept[key] = member
            }
            value = .object(kept)
        case (.list(let element), .array(var elements)) where element.objectName != nil:
            for index in elements.indices { prune(&elements[index], element, schema) }
            value = .array(elements)
        case (.map(let element), .object(let members)) where element.objectName != nil:
            value = .object(
                members.mapValues { member in
                    var member = member
                    prune(&member, element, schema)
                    return member
                })
        default:
            return
        }
    }
}

extension SchemaValidator.Report {
    /// What a strict client is refused for and another is warned of.
    ///
    /// - Parameter duplicates: paths of members named twice, from the JSON parser.
    public func strictMessages(duplicates: [String] = []) -> [String] {
        duplicates.map { "duplicate field \"\($0)\"" }
            + unknownFields.map { "unknown field \"\($0)\"" }
    }

    /// The refusal of a value of a wrong type, whatever the client asked for.
    public func typeError(kind: String, apiVersion: String) -> APIError? {
        typeErrors.first.map { _ in
            .badRequest(
                "\(kind) in version \"\(Self.version(apiVersion))\" cannot be handled as a \(kind): "
                    + typeErrors.joined(separator: ", "))
        }
    }

    /// The refusal of unknown and duplicate fields under strict field validation.
    public func strictError(
        kind: String, apiVersion: String, duplicates: [String] = []
    ) -> APIError? {
        let messages = strictMessages(duplicates: duplicates)
        if messages.isEmpty { return nil }
        return .badRequest(
            "\(kind) in version \"\(Self.version(apiVersion))\" cannot be handled as a \(kind): "
                + "strict decoding error: " + messages.joined(separator: ", "))
    }

    private static func version(_ apiVersion: String) -> Substring {
        apiVersion.split(separator: "/").last ?? ""
    }
}
