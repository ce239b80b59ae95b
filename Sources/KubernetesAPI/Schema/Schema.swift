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

    /// A member of an object. Handed around for each member of each object that is looked at, so
    /// that it is a reference.
    public final class Field: Sendable {
        public let name: String
        public let type: FieldType
        public let isRequired: Bool
        /// What the API server fills in where the member is missing.
        public let defaultValue: JSONValue?
        /// `merge`, `replace`, `retainKeys`.
        public let patchStrategies: [String]
        /// By which member elements of a list are told apart when it is merged.
        public let patchMergeKey: String?
        /// `atomic`, `set`, `map`, `granular`.
        public let listType: String?
        public let listMapKeys: [String]

        /// - Parameters:
        ///   - words: `required`, `patch=merge,retainKeys`, `mergeKey=name`…
        init(name: String, type: FieldType, _ words: some Sequence<Substring>) {
            self.name = name
            self.type = type
            var values: [Substring: String] = [:]
            for word in words {
                let parts = word.split(separator: "=", maxSplits: 1)
                values[parts[0]] = parts.count > 1 ? String(parts[1]) : ""
            }
            isRequired = values["required"] != nil
            defaultValue = values["default"].flatMap { try? JSONValue(parsing: $0) }
            patchStrategies = values["patch"].map(Schema.commaSeparated) ?? []
            patchMergeKey = values["mergeKey"]
            listType = values["list"]
            listMapKeys = values["keys"].map(Schema.commaSeparated) ?? []
        }

        public var isMerged: Bool { patchStrategies.contains("merge") }
    }

    /// A struct of the API.
    public final class Object: Sendable {
        public let name: String
        /// What its group calls it: `Event` for `EventsEvent`.
        public let ownName: String
        /// Its group and version, in the short form of Kubernetes' packages: `core/v1`, `rbac/v1`.
        public let package: String
        public let isAtomic: Bool
        /// In the order of their declaration.
        public let fields: [Field]
        private let byName: [String: Field]
        /// Those that have a default.
        let defaulted: [Field]
        /// Those that hold objects.
        let nested: [Field]

        init(name: String, ownName: String, package: String, isAtomic: Bool, fields: [Field]) {
            self.name = name
            self.ownName = ownName
            self.package = package
            self.isAtomic = isAtomic
            self.fields = fields
            byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
            defaulted = fields.filter { $0.defaultValue != nil }
            nested = fields.filter { $0.type.objectName != nil }
        }

        /// The field with the name.
        public subscript(name: String) -> Field? { byName[name] }
    }

    /// By name of the type: `Pod`, `Container`.
    public private(set) var objects: [String: Object] = [:]
    /// The well-known values by name of the type: `RestartPolicy`.
    public private(set) var enumerations: [String: [String]] = [:]

    /// The names of the objects, by package and by what the package calls them.
    private var names: [String: [String: String]] = [:]

    /// The objects that have defaults of the schema's in them somewhere.
    private(set) var withDefaults: Set<String> = []

    /// The types that Swiftlet knows. Read from the generated table at first use.
    public static let kubernetes = Schema(table: table)

    init(table: String) {
        let lines = table.split(separator: "\n").map { $0.split(separator: " ") }
        for words in lines where words[0] == "=" {
            enumerations[String(words[1])] = words.dropFirst(2).first.map(Self.commaSeparated) ?? []
        }
        var head: [Substring] = []
        var fields: [Field] = []
        var package = ""
        func finish() {
            if !head.isEmpty { add(readObject(head, fields, package: package)) }
        }
        for words in lines where words[0] != "=" {
            switch words[0] {
            case "@":
                finish()
                head = []
                package = String(words[1])
            case ":":
                finish()
                (head, fields) = (words, [])
            default:
                fields.append(
                    Field(
                        name: String(words[0]), type: fieldType(words[1]), words.dropFirst(2)))
            }
        }
        finish()
        findDefaults()
    }

    private mutating func findDefaults() {
        var count = -1
        while count != withDefaults.count {
            count = withDefaults.count
            for object in objects.values
            where !object.defaulted.isEmpty
                || object.nested.contains(where: {
                    $0.type.objectName.map(withDefaults.contains) ?? false
                })
            { withDefaults.insert(object.name) }
        }
    }

    private mutating func add(_ object: Object) {
        objects[object.name] = object
        names[object.package, default: [:]][object.ownName] = object.name
    }

    private func readObject(
        _ words: [Substring], _ fields: [Field], package: String
    ) -> Object {
        let name = String(words[1])
        let own = words.first { $0.hasPrefix("name=") }?.dropFirst("name=".count)
        return Object(
            name: name, ownName: own.map(String.init) ?? name, package: package,
            isAtomic: words.contains("atomic"), fields: fields)
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

    fileprivate static func commaSeparated(_ text: some StringProtocol) -> [String] {
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
