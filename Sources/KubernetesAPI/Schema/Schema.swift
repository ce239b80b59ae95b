import JSON

/// The fields of the API types, for checks, defaults and patches on values that are not read into
/// the generated types.
public struct Schema: Sendable {
    /// What a field holds.
    public indirect enum FieldType: Sendable, Hashable {
        case string, bool, int32, int64, quantity, time, microTime, intOrString, bytes, any
        case enumeration(String)
        case object(String)
        case list(FieldType)
        case map(FieldType)
    }

    /// A member of an object.
    public struct Field: Sendable, Hashable {
        public var name: String
        public var type: FieldType
        public var isRequired = false
        /// What the API server fills in where the member is missing.
        public var defaultValue: JSONValue?
        /// `merge`, `replace`, `retainKeys`.
        public var patchStrategies: [String] = []
        /// By which member elements of a list are told apart when it is merged.
        public var patchMergeKey: String?
        /// `atomic`, `set`, `map`, `granular`.
        public var listType: String?
        public var listMapKeys: [String] = []

        init(name: String, type: FieldType) {
            self.name = name
            self.type = type
        }

        public var isMerged: Bool { patchStrategies.contains("merge") }
    }

    /// A struct of the API.
    public struct Object: Sendable, Hashable {
        public var name: String
        /// What its group calls it: `Event` for `EventsEvent`.
        public var ownName: String
        /// Its group and version, in the short form of Kubernetes' packages: `core/v1`, `rbac/v1`.
        public var package: String
        public var isAtomic: Bool
        /// In the order of their declaration.
        public var fields: [Field] = []
        var indices: [String: Int] = [:]

        /// The field with the name.
        public subscript(name: String) -> Field? {
            indices[name].map { fields[$0] }
        }

        mutating func append(_ field: Field) {
            indices[field.name] = fields.count
            fields.append(field)
        }
    }

    /// By name of the type: `Pod`, `Container`.
    public private(set) var objects: [String: Object] = [:]
    /// The well-known values by name of the type: `RestartPolicy`.
    public private(set) var enumerations: [String: [String]] = [:]

    /// The names of the objects, by package and by what the package calls them.
    private var names: [String: [String: String]] = [:]

    /// The types that Swiftlet knows. Read from the generated table at first use.
    public static let kubernetes = Schema(table: table)

    init(table: String) {
        let lines = table.split(separator: "\n").map { $0.split(separator: " ") }
        for words in lines where words[0] == "=" {
            enumerations[String(words[1])] = words.dropFirst(2).first.map(Self.commaSeparated) ?? []
        }
        var object: Object?
        var package = ""
        for words in lines where words[0] != "=" {
            switch words[0] {
            case "@": package = String(words[1])
            case ":":
                if let object { add(object) }
                object = readObject(words, package: package)
            default:
                let field = readField(words)
                object?.append(field)
            }
        }
        if let object { add(object) }
    }

    private mutating func add(_ object: Object) {
        objects[object.name] = object
        names[object.package, default: [:]][object.ownName] = object.name
    }

    private func readObject(_ words: [Substring], package: String) -> Object {
        let name = String(words[1])
        let own = words.first { $0.hasPrefix("name=") }?.dropFirst("name=".count)
        return Object(
            name: name, ownName: own.map(String.init) ?? name, package: package,
            isAtomic: words.contains("atomic"))
    }

    /// The object of a kind; nil for one without schema.
    ///
    /// - Parameter apiVersion: `v1`, `policy/v1`.
    public func object(apiVersion: String, kind: String) -> Object? {
        let parts = apiVersion.split(separator: "/")
        guard let version = parts.last, let first = parts.first else { return nil }
        let group = parts.count == 1 ? "core" : first.prefix { $0 != "." }
        return names["\(group)/\(version)"]?[kind].flatMap { objects[$0] }
    }

    private func readField(_ words: [Substring]) -> Field {
        var field = Field(name: String(words[0]), type: fieldType(words[1]))
        for word in words.dropFirst(2) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            switch parts[0] {
            case "required": field.isRequired = true
            case "default": field.defaultValue = try? JSONValue(parsing: parts[1])
            case "patch": field.patchStrategies = Self.commaSeparated(parts[1])
            case "mergeKey": field.patchMergeKey = parts[1]
            case "list": field.listType = parts[1]
            default: field.listMapKeys = Self.commaSeparated(parts[1])
            }
        }
        return field
    }

    private func fieldType(_ text: Substring) -> FieldType {
        if text.hasPrefix("[]") { return .list(fieldType(text.dropFirst(2))) }
        if text.hasPrefix("{}") { return .map(fieldType(text.dropFirst(2))) }
        let name = String(text)
        if let scalar = Self.scalars[name] { return scalar }
        return enumerations[name] == nil ? .object(name) : .enumeration(name)
    }

    private static let scalars: [String: FieldType] = [
        "string": .string, "bool": .bool, "int32": .int32, "int64": .int64, "quantity": .quantity,
        "time": .time, "microTime": .microTime, "intOrString": .intOrString, "bytes": .bytes,
        "any": .any,
    ]

    private static func commaSeparated(_ text: some StringProtocol) -> [String] {
        String(text).split(separator: ",").map(String.init)
    }
}

extension Schema.FieldType {
    /// The name of the struct that the field, its elements or its values are; nil for scalars.
    public var objectName: String? {
        switch self {
        case .object(let name): name
        case .list(let element), .map(let element): element.objectName
        default: nil
        }
    }

    /// As Go spells it in its errors.
    var goName: String {
        switch self {
        case .string, .bytes: "string"
        case .bool: "bool"
        case .int32: "int32"
        case .int64: "int64"
        case .quantity: "resource.Quantity"
        case .time: "v1.Time"
        case .microTime: "v1.MicroTime"
        case .intOrString: "intstr.IntOrString"
        case .any: "runtime.RawExtension"
        case .enumeration(let name): "v1.\(name)"
        case .object(let name): "v1.\(Schema.kubernetes.objects[name]?.ownName ?? name)"
        case .list(let element): "[]\(element.goName)"
        case .map(let value): "map[string]\(value.goName)"
        }
    }
}

extension ResourceType {
    /// What the schema calls the kind: `Pod`, and `EventsEvent` for the Events of `events.k8s.io`.
    public var schemaName: String {
        Schema.kubernetes.object(apiVersion: apiVersion, kind: kind)?.name ?? "\(kind).\(group)"
    }
}
