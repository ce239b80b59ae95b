import JSON

/// A selector of objects by a few of their fields: `status.phase!=Running,spec.nodeName=here`.
public struct FieldSelector: Sendable, Hashable {
    /// One condition; all of a selector's must hold.
    public struct Requirement: Sendable, Hashable {
        public var path: String
        public var value: String
        public var isNegated: Bool

        public init(path: String, value: String, isNegated: Bool = false) {
            self.path = path
            self.value = value
            self.isNegated = isNegated
        }
    }

    public var requirements: [Requirement]

    /// Everything, where there is no requirement.
    public init(requirements: [Requirement] = []) {
        self.requirements = requirements
    }

    /// Reads the string form; `\` makes a comma, an equals sign or itself part of a value.
    ///
    /// - Throws: `APIError` (bad request) for broken text or a field that cannot be selected by.
    public init(parsing text: String, type: ResourceType) throws {
        requirements = try Self.terms(of: text).map { term in
            let requirement = try Self.requirement(term, of: text)
            if Self.metadata.contains(requirement.path) { return requirement }
            guard let fields = Self.selectableFields[type.qualifiedName] else {
                throw APIError.badRequest(
                    "\"\(requirement.path)\" is not a known field selector: only "
                        + "\"metadata.name\", \"metadata.namespace\"")
            }
            guard fields.contains(requirement.path) else {
                throw APIError.badRequest("field label not supported: \(requirement.path)")
            }
            return requirement
        }
    }

    public func matches(_ object: JSONValue) -> Bool {
        requirements.allSatisfy { requirement in
            (Self.value(of: requirement.path, in: object) == requirement.value)
                != requirement.isNegated
        }
    }

    /// The value that the selector demands of a field, for a shorter search.
    public func requiredValue(of path: String) -> String? {
        requirements.first { $0.path == path && !$0.isNegated }?.value
    }

    /// Members that have one text in all that is selected, by their own name: `nodeName`.
    public var requiredValues: [(name: String, value: String)] {
        requirements.compactMap { requirement in
            guard !requirement.isNegated, !requirement.value.isEmpty,
                Self.plainFields.contains(requirement.path),
                let name = requirement.path.pathComponents.last
            else { return nil }
            return (name, requirement.value)
        }
    }

    /// Fields of which a text of that name is the value.
    private static let plainFields: Set = [
        "metadata.name", "metadata.namespace", "spec.nodeName", "spec.restartPolicy",
        "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP",
        "status.nominatedNodeName", "involvedObject.kind", "involvedObject.namespace",
        "involvedObject.name", "involvedObject.uid", "spec.clusterIP", "spec.type",
    ]

    private static let metadata: Set = ["metadata.name", "metadata.namespace"]
    private static let selectableFields: [String: Set<String>] = [
        "pods": [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
            "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs",
            "status.nominatedNodeName",
        ],
        "events": [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name",
            "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion",
            "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        "events.events.k8s.io": [
            "reason", "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid",
            "regarding.apiVersion", "regarding.resourceVersion", "regarding.fieldPath",
            "reportingController", "type",
        ],
        "namespaces": ["status.phase"],
        "nodes": ["spec.unschedulable"],
        "secrets": ["type"],
        "services": ["spec.clusterIP", "spec.type"],
    ]

    private static func value(of path: String, in object: JSONValue) -> String {
        switch path {
        case "source":
            let component = object.value(at: "source", "component")?.stringValue ?? ""
            return component.isEmpty ? object["reportingComponent"]?.stringValue ?? "" : component
        case "reportingController":
            return object[path]?.stringValue ?? object["reportingComponent"]?.stringValue ?? ""
        case _ where path.hasPrefix("regarding."):
            // The same object in its form of the core group has another name for it.
            let member = path.pathComponents.dropFirst()
            let reference = object["regarding"] ?? object["involvedObject"] ?? .null
            return reference.value(at: Array(member))?.stringValue ?? ""
        case "spec.hostNetwork", "spec.unschedulable":
            return String(object.value(at: path.pathComponents)?.boolValue ?? false)
        case "status.podIPs":
            let addresses = object.value(at: "status", "podIPs")?.arrayValue ?? []
            return addresses.compactMap { $0["ip"]?.stringValue }.joined(separator: ",")
        default:
            return object.value(at: path.pathComponents)?.stringValue ?? ""
        }
    }

    private static func requirement(_ term: String, of text: String) throws -> Requirement {
        for sign in ["!=", "==", "="] {
            guard let range = term.firstRange(of: sign) else { continue }
            return Requirement(
                path: String(term[..<range.lowerBound]),
                value: try unescaped(term[range.upperBound...], of: text),
                isNegated: sign == "!=")
        }
        throw APIError.badRequest(
            "invalid selector: '\(term)'; can't understand '\(text)': want field=value")
    }

    private static func terms(of text: String) -> [String] {
        var terms: [String] = []
        var term = ""
        var isEscaped = false
        for character in text {
            if character == ",", !isEscaped {
                terms.append(term)
                term = ""
                continue
            }
            isEscaped = character == "\\" && !isEscaped
            term.append(character)
        }
        terms.append(term)
        return terms.filter { !$0.isEmpty }
    }

    private static func unescaped(_ text: Substring, of selector: String) throws -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                guard "\\,=".contains(character) else {
                    throw APIError.badRequest(
                        "invalid field selector \"\(selector)\": invalid escape \\\(character)")
                }
                isEscaped = false
                result.append(character)
            } else if character == "\\" {
                isEscaped = true
            } else if character == "=" {
                throw APIError.badRequest(
                    "invalid field selector \"\(selector)\": unescaped '=' in a value")
            } else {
                result.append(character)
            }
        }
        return result
    }
}

extension String {
    fileprivate var pathComponents: [String] {
        utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
    }
}
